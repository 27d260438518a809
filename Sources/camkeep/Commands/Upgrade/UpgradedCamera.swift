import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Fleet
import Sealing
import Snapshots

/// A camera that is being upgraded.
struct UpgradedCamera {
    private let reader: CameraReader
    private let place: FleetTarget
    private var target: CameraTarget { place.target }
    private let console: Console

    /// Cameras take minutes to upgrade; each look is a login.
    private static let pause: Duration = .seconds(2)

    init(_ reader: CameraReader, _ place: FleetTarget, _ console: Console) {
        self.reader = reader
        self.place = place
        self.console = console
    }

    /// The camera never came back with another firmware.
    struct Fault: Error, CustomStringConvertible {
        let description: String
        let hint: String
    }

    /// The camera as it is once it answers with another firmware.
    ///
    /// - Throws: ``Fault``, ``CameraError`` if the camera refuses the login, `CancellationError`
    func waitAndRead(
        insteadOf old: CameraIdentity, timeout: Duration, recipients: [Recipient]
    ) async throws -> Snapshot {
        let deadline = ContinuousClock.now + timeout
        var last = "it does not answer"
        while true {
            do {
                let identity = try await reader.read(
                    place, filter: SectionFilter(only: ["system/device-info"]), includesExport: false
                ).identity
                if (identity.firmware, identity.software) != (old.firmware, old.software) {
                    return try await reader.read(place, filter: SectionFilter(), includesExport: false)
                        .snapshot(of: reader.schema, sealedFor: recipients)
                }
                last = "it still has firmware \(identity.software ?? identity.firmware ?? "unknown")"
            } catch let error as CameraError where error.mayPass {
                try Task.checkCancellation()
                last = error.message
            }
            guard ContinuousClock.now + Self.pause < deadline else {
                throw Fault(
                    description: "\(target.address): no new firmware within \(timeout): \(last)",
                    hint: "wait for the upgrade to end, or give --upgrade-timeout")
            }
            console.progress.update(done: 0, total: nil, text: "\(target.address)  waiting: \(last)")
            try await Task.sleep(for: Self.pause)
        }
    }
}
