import CameraClient
import CameraSchema
import CameraWalk
import Fleet
import Jobs
import Monitoring
import Reports
import Snapshots

extension CameraReport {
    /// How the snapshot of a camera went.
    ///
    /// - Parameter name: what the store calls the camera, if not as everywhere
    init(_ kept: SnapshotJob.Outcome, named name: String?, after duration: Duration) {
        let changes = kept.digest.flatMap(ChangeReport.init)
        let outcome: Outcome =
            kept.walk.isPartial ? .partial : kept.isFirst ? .new : changes != nil ? .changed : .unchanged
        self.init(
            name: name ?? kept.target.title, address: kept.target.target.address, outcome: outcome, duration: duration)
        unreadSections = kept.unreadParts
        snapshot = kept.saved.entry.reference
        self.changes = changes
    }
}

extension SnapshotJob.Outcome {
    /// What changed, in words; nil if nothing was saved.
    var digest: ChangeDigest? { changes.map { ChangeDigest($0, schema: schema) } }
}
