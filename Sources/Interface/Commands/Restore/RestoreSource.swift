import CameraSchema
import CommandLineTool
import Fleet
import Glibc
import Jobs
import Reports
import Restore
import Snapshots

/// What a restore starts from, as the command line names it.
enum RestoreSource {
    case configuration(ConfigurationReference, FleetTarget)
    case plan(RestorePlanFile, path: String, FleetTarget)
    /// Each camera to its own snapshot of this selector: `@golden`.
    case own(String, [FleetTarget])

    /// - Throws: ``UsageFault``, ``TargetError``, ``UnknownTarget``, ``InventoryError``, ``SnapshotReferenceError``, ``PlanFileError``
    init(_ reference: String, _ texts: [String], _ values: ParsedValues) throws {
        let resolver = try InventoryOptions.resolver(values)
        let isForAll = values.isSet(FleetOptions.all)
        if let file = try Self.planFile(reference, isExpected: texts.isEmpty && !isForAll) {
            for option in PlanSelection.all where values.wasGiven(option) {
                throw UsageFault(
                    description: "\(option.spelling) belongs to the making of a plan, and \(reference) is one",
                    hint: "make another one with camkeep plan -o")
            }
            guard texts.count <= 1, !isForAll else {
                throw UsageFault(description: "a plan is for one camera", hint: "leave out the others")
            }
            self = .plan(file, path: reference, try resolver.target(texts.first ?? file.target))
            return
        }
        guard !texts.isEmpty || isForAll else {
            throw UsageFault(
                description: "the camera is missing", hint: "camkeep restore \(reference) http://HOST")
        }
        let targets = try FleetOptions.targets(values, named: texts, with: resolver)
        if let only = targets.first, targets.count == 1 {
            self = .configuration(
                try ConfigurationReference(reference, for: only, in: StoreOptions.store(values), with: resolver), only)
        } else if reference.hasPrefix("@") {
            _ = try SnapshotReference(reference)
            self = .own(reference, targets)
        } else {
            throw UsageFault(
                description: "\(reference) is one configuration, and \(targets.count) cameras are named",
                hint: "@TAG, such as @golden, restores each from its own snapshot; camkeep clone makes them alike")
        }
    }

    /// Nil if the text names no plan.
    ///
    /// - Parameter isExpected: whether only a plan can be meant, so that the file's faults are told
    private static func planFile(_ path: String, isExpected: Bool) throws -> RestorePlanFile? {
        guard begins(path, with: UInt8(ascii: "{")) else { return nil }
        do throws(PlanFileError) {
            return try RestorePlanFile.read(path)
        } catch {
            // It may be a configuration in clear.
            if error.code == .wrongFormat, !isExpected { return nil }
            throw error
        }
    }

    private static func begins(_ path: String, with byte: UInt8) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var first: UInt8 = 0
        return read(file, &first, 1) == 1 && first == byte
    }

    var targets: [FleetTarget] {
        switch self {
        case .configuration(_, let target), .plan(_, _, let target): [target]
        case .own(_, let targets): targets
        }
    }

    /// The cameras that must be read to know what is wanted.
    var liveTargets: [FleetTarget] {
        if case .configuration(let reference, _) = self { [reference.liveTarget].compactMap { $0 } } else { [] }
    }
}
