package import CameraClient
package import CameraSchema
package import HTTPTransport

/// How one camera is reached, also after a restart and after it has moved.
package struct CameraConnection: Sendable {
    package private(set) var target: CameraTarget
    package let schema: CameraSchema
    private let credentials: Credentials
    private let trust: ServerTrust
    /// Where the camera's key is kept. The key moves along with the camera.
    private let knownCameras: KnownCameras?
    private let transport: HTTPTransport
    private let options: ClientOptions

    package init(
        target: CameraTarget, credentials: Credentials, trust: ServerTrust, knownCameras: KnownCameras?,
        transport: HTTPTransport, schema: CameraSchema, options: ClientOptions
    ) {
        self.target = target
        self.credentials = credentials
        self.trust = trust
        self.knownCameras = knownCameras
        self.transport = transport
        self.schema = schema
        self.options = options
    }

    /// Runs the body in a session.
    ///
    /// - Throws: ``CameraError`` if the login fails, and what the body throws
    func session<Result>(_ body: (CameraSession) async throws -> Result) async throws -> Result {
        try await CameraSession.with(
            target, credentials: credentials, trust: trust, transport: transport, schema: schema, options: options, body
        )
    }

    /// The same camera at another place, where it must show the same key.
    func moved(to target: CameraTarget) -> CameraConnection {
        var moved = self
        moved.target = target
        return moved
    }

    /// Notes the camera's key for its present place, unless a key is known there already.
    ///
    /// - Returns: a warning if that was not possible
    func noteKey() -> String? {
        guard case .pinned(let key) = trust, let knownCameras, target.scheme == .https else { return nil }
        do throws(KnownCameras.Fault) {
            switch try knownCameras.key(of: target) {
            case nil: try knownCameras.add(key, of: target)
            case key?: break
            case .some:
                return "\(knownCameras.path) has another key for \(target.hostAndPort): delete that line"
            }
            return nil
        } catch {
            return error.description
        }
    }
}
