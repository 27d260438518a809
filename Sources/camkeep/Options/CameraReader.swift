import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import HTTPTransport
import Restore

/// Reads cameras as the options of the command line say.
struct CameraReader: Sendable {
    let schema: CameraSchema
    private let credentials: Credentials
    private let fingerprintKey: FingerprintKey?
    private let trustPolicy: TrustPolicy
    private let options: ClientOptions
    private let transport: HTTPTransport
    private let console: Console

    /// Whether a secret that changed at a camera would be noticed.
    var canCompareSecrets: Bool { fingerprintKey != nil }

    /// Asks for the password, if no option gives it.
    init(_ values: ParsedValues, _ schema: CameraSchema, _ console: Console) async throws {
        self.schema = schema
        self.console = console
        credentials = try await CameraOptions.credentials(values, console)
        fingerprintKey = try FingerprintKeyFile.key(values, console)
        trustPolicy = try CameraOptions.trustPolicy(values, console)
        options = CameraOptions.clientOptions(values)
        transport = try HTTPTransport()
    }

    /// How a camera is reached for writing.
    ///
    /// - Parameter former: where it was reached before; it must show the key that is known from there
    /// - Throws: ``CameraError``
    func connection(to target: CameraTarget, formerly former: CameraTarget? = nil) async throws -> CameraConnection {
        let known: KnownCameras? = if case .firstUse(let known) = trustPolicy { known } else { nil }
        let pin = try former.flatMap { former in
            try target.scheme == .https && known?.key(of: target) == nil ? known?.key(of: former) : nil
        }
        let trust =
            if let pin { ServerTrust.pinned(pin) } else {
                try await trustPolicy.establish(target, transport: transport, schema: schema, options: options).trust
            }
        return CameraConnection(
            target: target, credentials: credentials, trust: trust, knownCameras: known, transport: transport,
            schema: schema, options: options)
    }

    /// - Throws: ``CameraError``, `CancellationError`
    func read(_ target: CameraTarget, filter: SectionFilter, includesExport: Bool) async throws -> WalkResult {
        let trust = try await trustPolicy.establish(target, transport: transport, schema: schema, options: options)
        if let key = trust.learntKey {
            console.note("\(target.address): first contact; from now on only its key \(key) is accepted")
        }
        let walk = try await CameraSession.with(
            target, credentials, trust: trust.trust, transport: transport, schema: schema, options: options
        ) { session in
            try await CameraWalk.run(
                session, schema: schema, filter: filter, address: target.address, includesExport: includesExport,
                fingerprintKey: fingerprintKey
            ) { progress in
                console.progress.update(
                    done: progress.done, total: progress.total, text: "\(target.address)  \(progress.current)")
            }
        }
        console.progress.finish()
        try Task.checkCancellation()
        return walk
    }
}
