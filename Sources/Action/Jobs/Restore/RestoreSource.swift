package import Fleet
import Glibc
package import Restore
package import Snapshots

/// What a restore starts from, as somebody names it.
package enum RestoreSource: Sendable {
    case configuration(ConfigurationReference, for: FleetTarget)
    /// A plan that was kept in a file.
    case plan(RestorePlanFile, path: String, for: FleetTarget)
    /// Each camera's own snapshot of this selector: `@golden`.
    case ownSnapshots(String, of: [FleetTarget])

    /// - Parameters:
    ///   - reference: a configuration, the file of a plan, or a selector of snapshots
    ///   - selection: the cameras; none for the one that a plan names
    ///   - planOption: the spelling of an option that belongs to the making of a plan, if one was given
    /// - Throws: ``RequestFault``, ``TargetError``, ``UnknownTarget``, ``SnapshotReferenceError``, ``PlanFileError``
    package init(
        _ reference: String, for selection: TargetSelection, in store: SnapshotStore, with resolver: TargetResolver,
        planOption: String? = nil
    ) throws {
        let isForNobody = selection.names.isEmpty && !selection.isAll
        if let file = try Self.planFile(reference, isExpected: isForNobody) {
            if let planOption {
                throw RequestFault(
                    description: "\(planOption) belongs to the making of a plan, and \(reference) is one",
                    hint: "make another one with camkeep plan -o")
            }
            guard selection.names.count <= 1, !selection.isAll else {
                throw RequestFault(description: "a plan is for one camera", hint: "leave out the others")
            }
            self = .plan(file, path: reference, for: try resolver.target(selection.names.first ?? file.target))
            return
        }
        guard !isForNobody else {
            throw RequestFault(
                description: "the camera is missing", hint: "camkeep restore \(reference) http://HOST")
        }
        let targets = try selection.targets(with: resolver)
        if let only = targets.first, targets.count == 1 {
            self = .configuration(
                try ConfigurationReference(reference, for: only, in: store, with: resolver), for: only)
        } else if reference.hasPrefix("@") {
            _ = try SnapshotReference(reference)
            self = .ownSnapshots(reference, of: targets)
        } else {
            throw RequestFault(
                description: "\(reference) is one configuration, and \(targets.count) cameras are named",
                hint: "@TAG, such as @golden, restores each from its own snapshot; camkeep clone makes them the same")
        }
    }

    /// Nil if the text names no plan.
    ///
    /// - Parameter isExpected: whether only a plan can be meant, so that the file's faults are reported
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

    /// The cameras that are to be written.
    package var targets: [FleetTarget] {
        switch self {
        case .configuration(_, let target), .plan(_, _, let target): [target]
        case .ownSnapshots(_, let targets): targets
        }
    }

    /// The cameras that must be read to know what is wanted.
    package var liveTargets: [FleetTarget] {
        if case .configuration(let reference, _) = self { [reference.liveTarget].compactMap { $0 } } else { [] }
    }
}
