import CameraClient
import CameraSchema
import CameraWalk
import Fleet
import Sealing
import Snapshots

/// A camera that is being upgraded.
package struct UpgradedCamera {
    private let reader: CameraReader
    private let place: FleetTarget
    private var target: CameraTarget { place.target }

    /// Cameras take minutes to upgrade; each reading is a login.
    private static let pause: Duration = .seconds(2)

    init(_ reader: CameraReader, _ place: FleetTarget) {
        self.reader = reader
        self.place = place
    }

    /// The camera never came back with another firmware.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
        package let hint: String
    }

    /// The camera as it is once it answers with another firmware.
    ///
    /// - Parameters:
    ///   - isOneOfMany: whether others are waited for at the same time
    ///   - waiting: gets from time to time what is waited for
    /// - Throws: ``Fault``, ``CameraError`` if the camera refuses the login, `CancellationError`
    func waitAndRead(
        insteadOf old: CameraIdentity, timeout: Duration, recipients: [Recipient],
        isOneOfMany: Bool, waiting: @Sendable (String) -> Void
    ) async throws -> Snapshot {
        let deadline = ContinuousClock.now + timeout
        var last = "it does not answer"
        while true {
            do {
                let identity = try await reader.read(
                    place, filter: PathFilter(only: ["system/device-info"]), options: .oneOfMany
                ).identity
                if (identity.firmware, identity.software) != (old.firmware, old.software) {
                    let walk = try await reader.read(place, options: isOneOfMany ? .oneOfMany : [])
                    return try reader.snapshot(of: walk, sealedFor: recipients)
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
            waiting(last)
            try await Task.sleep(for: Self.pause)
        }
    }
}
