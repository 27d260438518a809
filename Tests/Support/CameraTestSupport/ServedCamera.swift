package import CameraClient
package import CameraSchema
package import Cryptography
package import HTTPTransport
package import SimulatedCamera
package import SimulatedCameraServer

/// A simulated camera on a free port of the loopback interface, a client for it, and a record of what passed between them.
package final class ServedCamera: Sendable {
    /// Answers some requests in the camera's place; nil leaves them to the camera.
    package typealias Script = @Sendable (SimulatedRequest, SimulatedCamera) -> SimulatedReply?

    /// Long, and in no other text by chance.
    package static let password = "k3nnw0rt-Überlang"

    package let schema: CameraSchema
    package let camera: SimulatedCamera
    package let target: CameraTarget
    package let traffic: Traffic
    package let transport: HTTPTransport
    private let server: SimulatedServer
    package let listener: SimulatedListener

    package init(
        firmware: Int = 1, model: CameraModel = .motorZoom, faults: [String] = [],
        certificate: SelfSignedCertificate? = nil, address: String = "127.0.0.1", options: CameraOptions = .changed(),
        script: @escaping Script = { _, _ in nil }
    ) throws {
        schema = try Self.embedded.get()
        var options = options
        options.password = Self.password
        options.faults = try faults.map { try Fault($0) }
        let common = model == .motorZoom && (1...2).contains(firmware) ? Self.templates[firmware - 1] : nil
        let template = try common?.get() ?? CameraTemplate(schema: schema, firmware: firmware, model: model)
        camera = SimulatedCamera(template: template, options: options)
        traffic = Traffic()
        transport = try HTTPTransport()
        server = try SimulatedServer()
        listener = try server.listen(
            for: camera, address: address,
            certificate: certificate.map {
                ServerCertificate(certificatePEM: $0.certificatePEM, keyPEM: $0.privateKeyPEM)
            }
        ) { [camera, traffic] request in
            traffic.note(request)
            return script(request, camera) ?? camera.answer(request)
        }
        target = try CameraTarget(listener.url)
    }

    deinit {
        server.stop()
    }

    /// Of the ordinary model; made once, as that takes a while.
    private static let templates = [1, 2].map { firmware in
        Result { try CameraTemplate(schema: embedded.get(), firmware: firmware) }
    }

    private static let embedded = Result { try CameraSchema(files: SchemaFile.embedded) }

    /// From now on nothing answers at the camera's port.
    package func disappear() {
        listener.stop()
    }

    package func endpoint(_ name: String) throws -> Endpoint {
        guard let endpoint = schema.endpoints[name] else { throw UnknownEndpoint(name: name) }
        return endpoint
    }

    private struct UnknownEndpoint: Error {
        let name: String
    }

    /// A session with this camera while `body` runs.
    package func session<Result>(
        password: String = ServedCamera.password, trust: ServerTrust = .anyKey, options: ClientOptions = .test,
        _ body: (CameraSession) async throws -> Result
    ) async throws -> Result {
        try await CameraSession.with(
            target, credentials: Credentials(user: "admin", password: password), trust: trust, transport: transport,
            schema: schema, options: options, body)
    }

    /// How often an endpoint was called.
    package func calls(of endpoint: String) -> Int {
        traffic.requests.count { $0.path == "/api/" + endpoint }
    }

    /// Suspends until an endpoint was called.
    package func untilCall(of endpoint: String) async {
        while calls(of: endpoint) == 0 { await Task.yield() }
    }
}

extension CameraOptions {
    /// The options of an ordinary camera with some changed.
    package static func changed(_ change: (inout CameraOptions) -> Void = { _ in }) -> CameraOptions {
        var options = CameraOptions()
        change(&options)
        return options
    }
}

extension ClientOptions {
    /// Patient with a busy machine, and quick where a test would wait.
    package static var test: ClientOptions {
        var options = ClientOptions()
        options.connectTimeout = .seconds(60)
        options.timeout = .seconds(60)
        options.sessionCallTimeout = .seconds(60)
        options.busyPause = .milliseconds(1)
        return options
    }
}
