import CameraSchema
import Cryptography
import Foundation
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

/// A folder in which the built `camkeep` runs, and simulated cameras for it. All of it is gone with the fixture.
final class Fixture: Sendable {
    /// Of every simulated camera; unusual, so that a search for it finds nothing else.
    static let password = "Kranich&7=Wolke/ü"

    let folder: String
    private let server: SimulatedServer
    private let children = Mutex<[ChildProcess]>([])

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "camkeep-end-to-end-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path(percentEncoded: false)
        // As on a machine that has taken snapshots before; without it each first run tells that it made the key.
        let configuration = url.appending(path: ".config/camkeep")
        try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
        let key = configuration.appending(path: "fingerprint-key").path(percentEncoded: false)
        let digits = Data(String(repeating: "5e", count: 32).utf8)
        #expect(FileManager.default.createFile(atPath: key, contents: digits, attributes: [.posixPermissions: 0o600]))
        server = try SimulatedServer()
    }

    deinit {
        for child in children.withLock({ $0 }) { child.send(SIGKILL) }
        server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: - Cameras

    private static let templates = [1, 2].map { firmware in
        Result { try CameraTemplate(schema: CameraSchema(files: SchemaFile.embedded), firmware: firmware) }
    }

    /// Starts a simulated camera on a free port.
    ///
    /// - Parameter schema: files that are laid over the built-in ones; they need examples.
    func camera(
        firmware: Int = 1, _ faults: Fault..., schema: [SchemaFile] = [], certificate: ServerCertificate? = nil,
        change: (inout CameraOptions) -> Void = { _ in }
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
        let listener = try server.listen(for: camera, certificate: certificate)
        return TestCamera(camera: camera, listener: listener)
    }

    /// Answers on another port, or again on the same one.
    func listen(
        port: Int = 0, certificate: ServerCertificate? = nil, _ answer: @escaping SimulatedServer.Answer
    ) throws -> SimulatedListener {
        try server.listen(port: port, certificate: certificate, answer: answer)
    }

    static func certificate() throws -> ServerCertificate {
        let made = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 2)
        return ServerCertificate(certificatePEM: made.certificatePEM, keyPEM: made.privateKeyPEM)
    }

    // MARK: - Running

    /// Runs `camkeep` to its end, and checks that it printed nothing that a terminal would act on.
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: [UInt8] = [], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await run(
            arguments, environment: environment, input: input, colors: colors, sourceLocation: sourceLocation)
    }

    func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        await Self.slots.take()
        let outcome: Outcome
        do {
            outcome = try await Outcome(
                start(arguments, environment: environment, streams: .pipes(input: input)).result())
        } catch {
            await Self.slots.give()
            throw error
        }
        await Self.slots.give()
        if !colors {
            #expect(outcome.controls == [], "\(arguments)", sourceLocation: sourceLocation)
        }
        return outcome
    }

    /// Starts `camkeep`, or another of the built programs. The environment holds what is given, the password of the
    /// simulated cameras, and the least that a program needs.
    func start(
        _ arguments: [String], program: String = "camkeep", environment: [String: String] = [:],
        streams: ChildProcess.Streams = .pipes(input: [])
    ) throws -> ChildProcess {
        let child = try ChildProcess(
            program.hasPrefix("/") ? program : Self.binaries + "/" + program, arguments,
            environment: self.environment(environment), folder: folder, streams: streams)
        children.withLock { $0.append(child) }
        return child
    }

    private func environment(_ additions: [String: String]) -> [String: String] {
        var environment = ["HOME": folder, "CAMKEEP_PASSWORD": Self.password, "LANG": "C.UTF-8"]
        let own = ProcessInfo.processInfo.environment
        for name in ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
            environment[name] = own[name]
        }
        // An empty text takes a variable out.
        return environment.merging(additions) { $1 }.filter { $0.key != "CAMKEEP_PASSWORD" || !$0.value.isEmpty }
    }

    /// The folder of the test bundle, where the build puts the programs too.
    static let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path(
        percentEncoded: false)

    /// Many tests run at once; so many programs as well would only slow each other down beyond their time limits.
    private static let slots = Slots(count: 6)

    // MARK: - Files

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        let url = URL(filePath: folder + "/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// Writes a script that can be run. Another program writes it: a file that this process had open for writing, and with it for a
    /// moment every program that a test starts meanwhile, cannot be run ("text file busy").
    func writeProgram(_ text: String, to name: String) async throws {
        let command = #"mkdir -p "$(dirname "$1")" && cat > "$1" && chmod 755 "$1""#
        let child = try start(
            ["-c", command, "sh", name], program: "/bin/sh", streams: .pipes(input: Array(text.utf8)))
        #expect(try await child.result().end == .exited(0))
    }

    func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: name.hasPrefix("/") ? name : folder + "/" + name)))
    }

    /// The paths of all files below the folder, sorted.
    func files(_ below: String = ".") throws -> [String] {
        let path = folder + "/" + below
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }

    /// The snapshot files of a store, sorted by camera and time.
    func snapshots(_ store: String = "snapshots") throws -> [String] {
        let suffix = ".json.gz"
        // The second one of a second has a number after the time: names are sorted without what comes after that.
        return try files(store).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
            .map { "\(store)/\($0)\(suffix)" }
    }
}

/// A simulated camera with its address.
struct TestCamera {
    let camera: SimulatedCamera
    let listener: SimulatedListener

    var url: String { listener.url }
    /// As messages name it, and `show`.
    var address: String { "127.0.0.1:\(listener.port)" }

    /// Waits until it has been asked for an endpoint.
    func waitForRequest(of endpoint: String) async throws {
        try await wait(until: "a request of \(endpoint)") {
            camera.requests.contains { $0.endpoint == endpoint }
        }
    }

    /// The login attempts whose password it has checked.
    var loginAttempts: Int { camera.requests.count { $0.endpoint == "session/login" } }
}

/// A number of places that tasks wait for.
actor Slots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
