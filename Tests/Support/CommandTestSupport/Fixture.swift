package import CameraSchema
import Cryptography
import Foundation
package import SimulatedCamera
package import SimulatedCameraServer
package import Snapshots
import Synchronization
import TestSupport

/// A folder in which `camkeep` works, and simulated cameras for it. All of it is gone with the fixture.
package final class Fixture: Sendable {
    /// Of every simulated camera; unusual, so that a search for it finds nothing else.
    package static let password = "Kranich&7=Wolke/ü"

    package let folder: String
    /// `snapshots` in the folder.
    package let store: SnapshotStore
    private let server = Mutex<SimulatedServer?>(nil)
    private let endings = Mutex<[@Sendable () -> Void]>([])

    /// Something of the system that the fixture needs and did not get.
    package struct Missing: Error {
        package let what: String
    }

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "camkeep-fixture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path(percentEncoded: false)
        store = SnapshotStore(path: folder + "/snapshots")
        // As on a machine that has taken snapshots before; without it each first run says that it made the key.
        let configuration = url.appending(path: ".config/camkeep")
        try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
        let key = configuration.appending(path: "fingerprint-key").path(percentEncoded: false)
        let digits = Data(String(repeating: "5e", count: 32).utf8)
        guard FileManager.default.createFile(atPath: key, contents: digits, attributes: [.posixPermissions: 0o600])
        else { throw Missing(what: key) }
    }

    deinit {
        for ending in endings.withLock({ $0 }) { ending() }
        server.withLock { $0?.stop() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Does something when the fixture goes, such as ending a program that still runs.
    package func atEnd(_ ending: @escaping @Sendable () -> Void) {
        endings.withLock { $0.append(ending) }
    }

    // MARK: - Cameras

    private static let templates = [1, 2].map { firmware in
        Result { try CameraTemplate(schema: CameraSchema(files: SchemaFile.embedded), firmware: firmware) }
    }

    private func startedServer() throws -> SimulatedServer {
        try server.withLock { server in
            let started = try server ?? SimulatedServer()
            server = started
            return started
        }
    }

    /// Starts a simulated camera on a free port.
    ///
    /// - Parameter schema: files that are laid over the built-in ones; they need examples.
    package func camera(
        firmware: Int = 1, _ faults: Fault..., schema: [SchemaFile] = [],
        certificate: ServerCertificate? = nil, change: (inout CameraOptions) -> Void = { _ in }
    ) throws -> TestCamera {
        var options = CameraOptions()
        options.password = Self.password
        options.faults = faults
        change(&options)
        let template =
            schema.isEmpty
            ? try Self.templates[firmware - 1].get()
            : try CameraTemplate(schema: CameraSchema(files: SchemaFile.embedded + schema), firmware: firmware)
        let camera = SimulatedCamera(template: template, options: options)
        let listener = try startedServer().listen(for: camera, certificate: certificate)
        return TestCamera(camera: camera, listener: listener)
    }

    /// Answers on another port, or again on the same one.
    package func listen(
        port: Int = 0, certificate: ServerCertificate? = nil, _ answer: @escaping SimulatedServer.Answer
    ) throws -> SimulatedListener {
        try startedServer().listen(port: port, certificate: certificate, answer: answer)
    }

    package static func certificate() throws -> ServerCertificate {
        let made = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 2)
        return ServerCertificate(certificatePEM: made.certificatePEM, keyPEM: made.privateKeyPEM)
    }

    // MARK: - Running

    /// The password of the simulated cameras, and the least that a program needs.
    ///
    /// - Parameter additions: an empty password takes that variable out
    package func environment(_ additions: [String: String]) -> [String: String] {
        let least = ["HOME": folder, "CAMKEEP_PASSWORD": Self.password, "LANG": "C.UTF-8"]
        return least.merging(additions) { $1 }.filter { $0.key != "CAMKEEP_PASSWORD" || !$0.value.isEmpty }
    }

    // MARK: - Files

    package func path(_ name: String) -> String { folder + "/" + name }

    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    package func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: name.hasPrefix("/") ? name : path(name))))
    }

    /// The paths of all files below the folder, sorted.
    package func files(_ below: String = ".") throws -> [String] {
        let path = path(below)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }

    /// The snapshot files of a store, sorted by camera and time.
    package func snapshots(_ store: String = "snapshots") throws -> [String] {
        let suffix = ".json.gz"
        // The second one of a second has a number after the time: names are sorted without what comes after that.
        return try files(store).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
            .map { "\(store)/\($0)\(suffix)" }
    }

    /// What is damaged in a store, and what half-written was left there.
    package func faults(ofStore name: String = "snapshots") throws -> [String] {
        let leftovers = try files(name).filter { $0.contains(".tmp-") }
        guard try !snapshots(name).isEmpty else { return leftovers }
        let store = SnapshotStore(path: path(name))
        return try leftovers + store.list().flatMap { store.verify($0).faults }
    }
}

/// A simulated camera with its address.
package struct TestCamera: Sendable {
    package let camera: SimulatedCamera
    package let listener: SimulatedListener

    package var url: String { listener.url }
    /// As messages name it, and `show`.
    package var address: String { "127.0.0.1:\(listener.port)" }

    /// Waits until it has been asked for an endpoint.
    package func waitForRequest(of endpoint: String) async throws {
        try await wait(until: "a request of \(endpoint)") {
            camera.requests.contains { $0.endpoint == endpoint }
        }
    }

    /// The login attempts whose password it has checked.
    package var loginAttempts: Int { camera.requests.count { $0.endpoint == "session/login" } }
}
