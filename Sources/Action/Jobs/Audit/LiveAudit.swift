import Audit
package import Fleet
package import Snapshots

/// Reads cameras as they are now, for an audit. Nothing is kept of them.
package struct LiveAudit: Sendable {
    private let reader: CameraReader

    package init(reader: CameraReader) {
        self.reader = reader
    }

    /// Reads one camera.
    ///
    /// - Parameter isOneOfMany: whether others are read at the same time
    /// - Throws: ``CameraError``, `CancellationError`, and why there is no password
    package func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Snapshot {
        reader.snapshot(of: try await reader.read(target, options: isOneOfMany ? .oneOfMany : []))
    }

    /// What was read of many cameras, as it comes in.
    package struct Collection: Sendable {
        private var read: [String: AuditedCamera] = [:]
        private var unread: [UnreadCamera] = []
        private var shared = SharedSections()

        package init() {}

        package mutating func add(_ snapshot: Snapshot, of target: FleetTarget) {
            read[target.title] = AuditedCamera(
                name: target.title, groups: target.camera?.groups ?? [], source: "live:\(target.title)",
                snapshot: shared.share(snapshot))
        }

        /// - Parameter reason: for people
        package mutating func addUnread(_ target: FleetTarget, reason: String) {
            unread.append(UnreadCamera(name: target.title, reason: reason, isDamaged: false))
        }

        /// - Parameter targets: the cameras in the order in which they are audited
        package func input(inOrderOf targets: [FleetTarget]) -> AuditInput {
            var input = AuditInput()
            input.cameras = targets.compactMap { read[$0.title] }
            input.unread = unread
            return input
        }
    }
}
