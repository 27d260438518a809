// Drill restores a snapshot onto a simulated camera of the same kind inside the process, and compares. The real client, planner,
// executor and read-back of Restore run; HTTPTransport is answered by SimulatedCamera, so no socket is opened.
//
// What is not guaranteed: a real camera may refuse what the schema does not know to be refused.

package import CameraSchema
import CameraWalk
package import Configuration
package import JSONTree
import Restore
import SemanticDiff
import SimulatedCamera
package import Snapshots

/// Proves that a snapshot can be restored, without touching a camera. A simulated camera of the same kind is reset to its defaults,
/// restored by the planner, the client and the executor that restore real cameras, and then compared with the snapshot.
///
/// A drill cannot know what a real camera would refuse beyond the ranges that it names.
package struct Drill {
    private let schema: CameraSchema
    private let fingerprintKey: FingerprintKey?

    package init(schema: CameraSchema, fingerprintKey: FingerprintKey?) {
        self.schema = schema
        self.fingerprintKey = fingerprintKey
    }

    /// - Parameters:
    ///   - held: the snapshot's secrets, in clear
    ///   - missing: the places and titles of secrets that are needed and that nobody holds
    /// - Throws: `CancellationError`; any other error is a fault of this program
    package func run(
        _ snapshot: Snapshot, named name: String, held: SecretSet,
        missing: [(section: SectionName, place: JSONPointer, title: String)]
    ) async throws -> DrillResult {
        var report = DrillReportBuilder(snapshot, named: name, schema: schema)
        report.note(missing: missing)
        let factory = try FactoryState(of: snapshot, schema: schema)
        report.note(inexpressible: factory.inexpressible)
        let drilled = try DrilledCamera(factory, of: snapshot, schema: schema, fingerprintKey: fingerprintKey)
        let before = try await drilled.walk()
        try Task.checkCancellation()
        // Everything is written, because the camera stands for the snapshot's own. Clearing a secret loses nothing: it has none.
        let options = PlanOptions(including: [.identity], secrets: [.mayBeCleared, .areRewritten])
        let live = Self.snapshot(before, schema)
        let plan = try RestorePlanner(schema: schema, options: options, held: held, liveSecrets: before.secrets).plan(
            desired: snapshot, named: name, live: live, named: "drill")
        report.note(plan)
        report.note(try await drilled.restore(plan, live: live, liveSecrets: before.secrets, held: held))
        try Task.checkCancellation()
        let after = try await drilled.walk()
        report.compare(Self.snapshot(after, schema))
        report.check(held, received: drilled.camera.heldSecrets)
        return report.result
    }

    private static func snapshot(_ walk: WalkResult, _ schema: CameraSchema) -> Snapshot {
        walk.snapshot(taken: SnapshotTime(secondsSince1970: 0), tool: "", schema: schema.digest)
    }
}
