import CameraClient
import CommandLineTool
import Fleet
import Glibc
import Restore
import Snapshots

/// What a restore starts from, as the command line names it.
enum RestoreSource {
    case configuration(ConfigurationReference, FleetTarget)
    case plan(RestorePlanFile, path: String, FleetTarget)

    /// - Throws: ``UsageFault``, ``TargetError``, ``UnknownTarget``, ``InventoryError``, ``SnapshotReferenceError``, ``PlanFileError``
    init(_ reference: String, _ target: String?, _ values: ParsedValues) throws {
        let resolver = try InventoryOptions.resolver(values)
        if let file = try Self.planFile(reference, isExpected: target == nil) {
            for option in PlanSelection.all where values.wasGiven(option) {
                throw UsageFault(
                    description: "\(option.spelling) belongs to the making of a plan, and \(reference) is one",
                    hint: "make another one with camkeep plan -o")
            }
            self = .plan(file, path: reference, try resolver.target(target ?? file.target))
            return
        }
        guard let target else {
            throw UsageFault(
                description: "the camera is missing", hint: "camkeep restore \(reference) http://HOST")
        }
        self = .configuration(try ConfigurationReference(reference, resolver), try resolver.target(target))
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

    var target: FleetTarget {
        switch self {
        case .configuration(_, let target), .plan(_, _, let target): target
        }
    }
}
