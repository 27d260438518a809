import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Cryptography
import Fleet
import HTTPTransport
import Restore

/// Reads cameras as the options of the command line say.
struct CameraReader: Sendable {
    let schema: CameraSchema
    private let credentials: CredentialBook
    private let fingerprintKey: FingerprintKey?
    private let trustPolicy: TrustPolicy
    /// The keys that were known when the run began: looked up in the file for each camera, many cameras would take long.
    private let knownKeys: [String: PublicKeyPin]
    private let values: ParsedValues
    private let transport: HTTPTransport
    private let console: Console

    /// Whether a secret that changed at a camera would be noticed.
    var canCompareSecrets: Bool { fingerprintKey != nil }

    /// Asks for the password, if neither an option nor the inventory gives it.
    ///
    /// - Parameters:
    ///   - targets: the cameras that will be read
    ///   - jobs: how many of them at once
    init(
        _ values: ParsedValues, _ schema: CameraSchema, _ console: Console, for targets: [FleetTarget], jobs: Int = 1
    ) async throws {
        self.schema = schema
        self.console = console
        self.values = values
        credentials = try await CredentialBook(values, console, for: targets)
        fingerprintKey = try FingerprintKeyFile.key(values, console)
        trustPolicy = try CameraOptions.trustPolicy(values, console)
        knownKeys = targets.count > 1 ? try trustPolicy.knownKeys() : [:]
        transport = try HTTPTransport(maximumIdleConnections: max(16, jobs))
    }

    private func trust(_ target: FleetTarget, _ options: ClientOptions) async throws -> ServerTrust {
        if let pin = target.camera?.knownKey ?? knownKeys[target.target.hostAndPort] { return .pinned(pin) }
        let established = try await trustPolicy.establish(
            target.target, transport: transport, schema: schema, options: options)
        if let key = established.learntKey {
            console.note("\(target.target.address): first contact; from now on only its key \(key) is accepted")
        }
        return established.trust
    }

    /// How a camera is reached for writing.
    ///
    /// - Parameter former: where it was reached before; it must show the key that is known from there
    /// - Throws: ``CameraError``
    func connection(to target: FleetTarget, formerly former: CameraTarget? = nil) async throws -> CameraConnection {
        let known: KnownCameras? = if case .firstUse(let known) = trustPolicy { known } else { nil }
        let address = target.target
        let pin = try former.flatMap { former in
            try address.scheme == .https && known?.key(of: address) == nil ? known?.key(of: former) : nil
        }
        let options = CameraOptions.clientOptions(values, target.camera)
        let trust = if let pin { ServerTrust.pinned(pin) } else { try await trust(target, options) }
        return CameraConnection(
            target: address, credentials: try credentials.credentials(for: target), trust: trust, knownCameras: known,
            transport: transport, schema: schema, options: options)
    }

    /// What the inventory leaves out of a camera is not read.
    ///
    /// - Parameter isOneOfMany: whether the caller tries again when the camera is busy
    /// - Throws: ``CameraError``, `CancellationError`, and why there is no password
    func read(
        _ target: FleetTarget, filter: SectionFilter, includesExport: Bool, isOneOfMany: Bool = false
    ) async throws -> WalkResult {
        var filter = filter
        filter.except += target.camera?.except ?? []
        let address = target.target.address
        let credentials = try credentials.credentials(for: target)
        var options = CameraOptions.clientOptions(values, target.camera)
        if isOneOfMany { options.busyRetries = 0 }
        let trust = try await trust(target, options)
        let walk = try await CameraSession.with(
            target.target, credentials, trust: trust, transport: transport, schema: schema, options: options
        ) { session in
            try await CameraWalk.run(
                session, schema: schema, filter: filter, address: address, includesExport: includesExport,
                fingerprintKey: fingerprintKey
            ) { progress in
                guard !isOneOfMany else { return }
                console.progress.update(
                    done: progress.done, total: progress.total, text: "\(address)  \(progress.current)")
            }
        }
        if !isOneOfMany { console.progress.finish() }
        try Task.checkCancellation()
        return walk
    }
}
