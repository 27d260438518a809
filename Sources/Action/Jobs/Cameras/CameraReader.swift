package import CameraClient
package import CameraSchema
package import CameraWalk
import Configuration
import Cryptography
package import Fleet
import HTTPTransport
package import Restore
package import Sealing
package import Snapshots
package import Vault

/// Reads cameras, and connects to them for writing.
package struct CameraReader: Sendable {
    package let schema: CameraSchema
    /// What snapshots and journals say of the program that wrote them.
    package var tool: String { access.tool }
    private let access: CameraAccess
    private let credentials: CredentialBook
    private let fingerprintKey: FingerprintKey?
    /// The keys that were known when the run began: looked up in the file for each camera, many cameras would take long.
    private let knownKeys: [String: PublicKeyPin]
    private let transport: HTTPTransport
    private let events: JobEvents

    /// Whether a secret that changed at a camera would be noticed.
    package var canCompareSecrets: Bool { fingerprintKey != nil }

    /// Finds the passwords, and asks for one if a camera has none.
    ///
    /// - Parameters:
    ///   - targets: the cameras that will be read
    ///   - jobs: how many of them at once
    /// - Throws: what concerns all cameras, such as a password that nobody gives; ``FingerprintKeyFile/Fault``, ``KnownCameras/Fault``
    package init(
        _ access: CameraAccess, schema: CameraSchema, for targets: [FleetTarget], jobs: Int = 1,
        events: JobEvents = JobEvents()
    ) async throws {
        self.schema = schema
        self.access = access
        self.events = events
        credentials = try await CredentialBook(access, for: targets, events: events)
        fingerprintKey = try access.fingerprintKey.key(events: events)
        knownKeys = targets.count > 1 ? try access.trust.knownKeys() : [:]
        transport = try HTTPTransport(maximumIdleConnections: max(16, jobs))
    }

    private func trust(_ target: FleetTarget, options: ClientOptions) async throws -> ServerTrust {
        if let pin = target.camera?.knownKey ?? knownKeys[target.target.hostAndPort] { return .pinned(pin) }
        let established = try await access.trust.establish(
            target.target, transport: transport, schema: schema, options: options)
        if let key = established.learntKey {
            events.note("\(target.target.address): first contact; from now on only its key \(key) is accepted")
        }
        return established.trust
    }

    /// How a camera is reached for writing.
    ///
    /// - Parameter former: where it was reached before; it must show the key that is known from there
    /// - Throws: ``CameraError``
    package func connection(
        to target: FleetTarget, formerly former: CameraTarget? = nil
    ) async throws -> CameraConnection {
        let known: KnownCameras? = if case .firstUse(let known) = access.trust { known } else { nil }
        let address = target.target
        let pin = try former.flatMap { former in
            try address.scheme == .https && known?.key(of: address) == nil ? known?.key(of: former) : nil
        }
        let options = access.clientOptions(for: target.camera)
        let trust = if let pin { ServerTrust.pinned(pin) } else { try await trust(target, options: options) }
        return CameraConnection(
            target: address, credentials: try credentials.credentials(for: target), trust: trust, knownCameras: known,
            transport: transport, schema: schema, options: options)
    }

    /// How a camera is read.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// The vendor archive is fetched, too.
        package static let vendorArchive = Options(rawValue: 1)
        /// Others are read at the same time: no progress is reported, and the caller tries again when the camera is busy.
        package static let oneOfMany = Options(rawValue: 2)
    }

    /// What the inventory leaves out of a camera is not read.
    ///
    /// - Throws: ``CameraError``, `CancellationError`, and why there is no password
    package func read(
        _ target: FleetTarget, filter: PathFilter = PathFilter(), options: Options = []
    ) async throws -> WalkResult {
        let isOneOfMany = options.contains(.oneOfMany)
        let filter = filter.excluding(target.camera?.except ?? [])
        let address = target.target.address
        let credentials = try credentials.credentials(for: target)
        var clientOptions = access.clientOptions(for: target.camera)
        if isOneOfMany { clientOptions.busyRetries = 0 }
        let trust = try await trust(target, options: clientOptions)
        let walk = try await CameraSession.with(
            target.target, credentials: credentials, trust: trust, transport: transport, schema: schema,
            options: clientOptions
        ) { session in
            try await CameraWalk.run(
                session, schema: schema, filter: filter, address: address,
                includesExport: options.contains(.vendorArchive), fingerprintKey: fingerprintKey
            ) { progress in
                guard !isOneOfMany else { return }
                events.progress(
                    .working(done: progress.done, total: progress.total, text: "\(address)  \(progress.current)"))
            }
        }
        if !isOneOfMany { events.progress(.ended) }
        try Task.checkCancellation()
        return walk
    }

    // MARK: - Snapshots of what was read

    /// The snapshot of what was read, without its secrets.
    package func snapshot(of walk: WalkResult) -> Snapshot {
        walk.snapshot(taken: .now(), tool: tool, schema: schema.digest)
    }

    /// The snapshot of what was read, with its secrets sealed if there is somebody to seal them for.
    ///
    /// - Throws: ``VaultError``
    package func snapshot(of walk: WalkResult, sealedFor recipients: [Recipient]) throws(VaultError) -> Snapshot {
        var snapshot = snapshot(of: walk)
        if !recipients.isEmpty, !walk.secrets.isEmpty {
            snapshot.sealed = try SealedSecrets.seal(walk.secrets, of: snapshot, to: recipients)
        }
        return snapshot
    }
}
