import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import HTTPTransport
import JSONTree
import Restore
import SimulatedCamera
import Snapshots

/// A simulated camera in this process, with the client that talks to it. No socket is opened, neither for calls nor to probe an
/// address, so a drill cannot reach a camera by mistake.
struct DrilledCamera {
    let camera: SimulatedCamera
    private let target: CameraTarget
    private let transport: HTTPTransport
    private let schema: CameraSchema
    private let fingerprintKey: FingerprintKey?

    private static let name = "drill"
    private static let credentials = Credentials(user: name, password: name)

    init(_ factory: FactoryState, of snapshot: Snapshot, schema: CameraSchema, fingerprintKey: FingerprintKey?) throws {
        self.schema = schema
        self.fingerprintKey = fingerprintKey
        var options = CameraOptions()
        options.user = Self.name
        options.password = Self.name
        // The snapshot's values were accepted by its camera, even if the ranges of the schema do not have them.
        options.checksRanges = false
        let camera = SimulatedCamera(
            template: CameraTemplate(
                schema: schema, sections: factory.sections, encryptsMaybe: Self.encryptsMaybe(snapshot)),
            options: options)
        self.camera = camera
        target = try CameraTarget(Self.address(for: snapshot))
        transport = HTTPTransport { request in camera.answer(SimulatedRequest(request)).response }
    }

    /// Whether the camera encrypted the fields that only some firmware encrypts.
    private static func encryptsMaybe(_ snapshot: Snapshot) -> Bool {
        snapshot.sections.values.allSatisfy { WireQuirks(json: $0.wire)?.clear.isEmpty ?? true }
    }

    /// An address of the documentation's network (RFC 5737), and a port that no camera has: so the camera never seems to move when
    /// its own address is written. The protocol is one that the snapshot does not switch off.
    private static func address(for snapshot: Snapshot) -> String {
        let own = snapshot.sections["network/interfaces"]?.config["ip"]?.stringValue
        let host = own == "192.0.2.1" ? "192.0.2.2" : "192.0.2.1"
        let ports = snapshot.sections["network/port"]?.config
        let items = ports?.objectValue.map { $0.map(\.value) } ?? ports?.arrayValue ?? []
        let isWithoutHTTP = items.contains { $0["property"]?["httpProtocol"] != nil && $0["enable"] == false }
        return (isWithoutHTTP ? "https" : "http") + "://\(host):1"
    }

    // MARK: - Talking to it

    private static var clientOptions: ClientOptions {
        var options = ClientOptions()
        options.busyPause = .milliseconds(1)
        return options
    }

    /// Reads the camera as it is now.
    func walk() async throws -> WalkResult {
        try await CameraSession.with(
            target, credentials: Self.credentials, trust: .anyKey, transport: transport, schema: schema,
            options: Self.clientOptions
        ) { session in
            try await CameraWalk.run(
                session, schema: schema, address: target.address, includesExport: false,
                fingerprintKey: fingerprintKey)
        }
    }

    /// Writes everything, and goes on after a failure, so that the drill shows everything that does not come back.
    func restore(
        _ plan: RestorePlan, live: Snapshot, liveSecrets: SecretSet, held: SecretSet
    ) async throws -> RestoreResult {
        var options = RestoreOptions()
        options.onFailure = .continue
        options.mayReaddress = true
        options.pause = .milliseconds(1)
        options.reconnectTimeout = .milliseconds(10)
        let prepared = PreparedRestore(
            plan, schema: schema, live: live, liveSecrets: liveSecrets, held: held, options: options)
        let connection = CameraConnection(
            target: target, credentials: Self.credentials, trust: .anyKey, knownCameras: nil, transport: transport,
            schema: schema, options: Self.clientOptions)
        return try await ScratchStore.with { store in
            let header = JournalHeader(
                prepared, of: plan, camera: "drill", target: target, before: "drill", onFailure: .continue, tool: "")
            let journal = try RestoreJournal.begin(header, in: store)
            return try await RestoreExecutor(connection, options: options).run(prepared, journal: journal)
        }
    }
}

extension SimulatedRequest {
    /// A request of the client, as the camera receives it.
    fileprivate init(_ request: HTTPRequest) {
        let address = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let path = "/" + (address.count > 3 ? address[3].prefix { $0 != "?" } : "")
        let headers = request.headers.map { HTTPField($0.name, $0.value) }
        switch request.method {
        case .get: self.init(method: "GET", path: path, headers: headers)
        case .post(let body): self.init(method: "POST", path: path, headers: headers, body: body)
        }
    }
}

extension SimulatedReply {
    /// The answer that the client receives; nil for anything but a whole answer.
    fileprivate var response: HTTPResponse? {
        guard case .answer(let answer) = outcome, case .bytes(let body) = answer.body else { return nil }
        return HTTPResponse(
            status: answer.status, headers: answer.headers.map { HTTPHeader($0.name, $0.value) }, body: body)
    }
}
