package import CameraClient
import Configuration
package import Snapshots

/// Gives a camera the vendor archive of a snapshot, and waits until it has restarted with it.
package struct ArchiveUpload: Sendable {
    private let connection: CameraConnection
    /// Where the camera may be afterwards, the likeliest first.
    package let candidates: [CameraTarget]
    /// Why the archive would certainly lock CamKeep out; nil if nothing indicates that.
    package let obstacle: String?

    /// - Parameters:
    ///   - live: the camera as it is
    ///   - wanted: the snapshot that the archive belongs to
    package init(_ connection: CameraConnection, from live: Snapshot, to wanted: Snapshot) {
        self.connection = connection
        let change = AddressChange(from: live, to: wanted, at: connection.target)
        candidates = change.candidates
        obstacle = change.obstacle
    }

    /// Whether the camera is expected elsewhere.
    package var moves: Bool { candidates.first != connection.target }

    /// Why a camera must not get the archive of a snapshot; nil if model and firmware are the same.
    package static func objection(to wanted: CameraIdentity, on live: CameraIdentity) -> String? {
        let facts = [
            ("model", wanted.model, live.model), ("firmware", wanted.firmware, live.firmware),
            ("software", wanted.software, live.software),
        ]
        for (name, wanted, live) in facts where wanted != live {
            return "the archive is of \(name) \(wanted ?? "unknown"), the camera has \(live ?? "an unknown one")"
        }
        return wanted.model == nil && wanted.firmware == nil
            ? "neither the snapshot nor the camera says its model and firmware" : nil
    }

    /// Sends the archive, once.
    ///
    /// - Returns: whether the camera answered
    /// - Throws: ``CameraError`` if the camera refused it, or it was not sent
    package func send(_ archive: [UInt8]) async throws -> Bool {
        try await connection.session { session in try await session.upload(archive: archive) }
    }

    /// How the camera came back.
    package struct Return<Seen: Sendable>: Sendable {
        package let target: CameraTarget
        package let seen: Seen
        package let warning: String?
    }

    /// How long to read a camera again that still answers: it may be about to restart.
    private static let longestRest: Duration = .seconds(15)

    /// Waits for the camera.
    ///
    /// - Parameters:
    ///   - read: reads the camera at a place, and says whether it is as wanted
    /// - Returns: what was seen of it; nil if it did not come back in time
    /// - Throws: ``CameraError`` if the camera refuses the login; `CancellationError`
    package func wait<Seen: Sendable>(
        timeout: Duration, pause: Duration, reading read: (CameraTarget) async throws -> (seen: Seen, isAsWanted: Bool)
    ) async throws -> Return<Seen>? {
        let start = ContinuousClock.now
        let rest = min(Self.longestRest, timeout / 2)
        var wasAway = false
        var last: Return<Seen>?
        while true {
            for target in candidates {
                do {
                    let (seen, isAsWanted) = try await read(target)
                    let warning = target == connection.target ? nil : connection.moved(to: target).noteKey()
                    let found = Return(target: target, seen: seen, warning: warning)
                    if isAsWanted || wasAway || ContinuousClock.now - start >= rest { return found }
                    last = found
                } catch let error as CameraError {
                    try Task.checkCancellation()
                    if error.forbidsLogin { throw error }
                    wasAway = true
                }
            }
            guard ContinuousClock.now - start + pause < timeout else { return wasAway ? nil : last }
            try await Task.sleep(for: pause)
        }
    }
}
