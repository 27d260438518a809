import CameraSchema
import CommandTestSupport
import Cryptography
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

/// Runs that nobody watches: hooks, webhooks, metrics.
struct MonitoringTests {
    /// Named cameras in an inventory.
    private struct Fleet {
        let fixture: Fixture
        let cameras: [String: TestCamera]

        /// - Parameter dead: names of cameras at which nobody listens
        init(_ names: String..., dead: [String] = []) throws {
            fixture = try Fixture()
            var cameras: [String: TestCamera] = [:]
            var lines = dead.enumerated().map { #"{"name": "\#($1)", "address": "http://127.1.9.\#($0 + 1):9"}"# }
            for (unit, name) in names.enumerated() {
                let camera = try fixture.camera { $0.unit = unit }
                Self.authenticate(camera.camera, 1)
                cameras[name] = camera
                let password = name == "wrong" ? #", "password": {"environment": "WRONG"}"# : ""
                lines.append(#"{"name": "\#(name)", "address": "\#(camera.url)"\#(password)}"#)
            }
            self.cameras = cameras
            try fixture.write(#"{"cameras": [\#(lines.joined(separator: ", "))]}"#.utf8, to: "cameras.json")
        }

        func camera(_ name: String) throws -> SimulatedCamera { try #require(cameras[name]).camera }

        func snapshot(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
            try await fixture.run(
                ["snapshot", "--all", "--quiet", "--retries", "0"] + arguments,
                environment: ["WRONG": "Falsch&8=Nebel"].merging(environment) { $1 })
        }

        func switchAuthenticationOff(_ name: String) throws { Self.authenticate(try camera(name), 0) }

        private static func authenticate(_ camera: SimulatedCamera, _ value: JSONValue) {
            camera.set(
                SectionName(endpoint: "network/port"), JSONPointer(["0", "property", "rtspProtocol ", "encrypt"]),
                to: value)
        }

        func report(_ file: String) throws -> JSONValue {
            let schema = Repository.file("schema/run-v1.schema.json")
            let report = try Outcome.json(fixture.read(file))
            let checker = try JSONSchemaChecker(Outcome.json(Array(Data(contentsOf: schema))))
            #expect(try checker.violations(of: report) == [])
            return report
        }

        func metrics(_ file: String = "camkeep.prom") throws -> [String: Double] {
            try Exposition(String(decoding: fixture.read(file), as: UTF8.self)).samples
        }
    }

    private static func names(_ report: JSONValue) -> [String] {
        (report["cameras"]?.arrayValue ?? []).compactMap { camera in
            guard let name = camera["name"]?.stringValue, let outcome = camera["outcome"]?.stringValue else {
                return nil
            }
            return "\(name) \(outcome)"
        }
    }

    @Test func everybodyIsToldOnceWhatChangedAndWhatFailed() async throws {
        let fleet = try Fleet("gate", "hall", "wrong", dead: ["dead"])
        let fixture = fleet.fixture
        let received = Mutex<[SimulatedRequest]>([])
        let receiver = try fixture.listen { request in
            let count = received.withLock { received in
                received.append(request)
                return received.count
            }
            return count < 3 ? .status(503) : .status(200)
        }
        let metrics = ["--metrics", "camkeep.prom"]
        let first = try await fleet.snapshot(
            "--hook-change", "cat > change.json", "--hook-failure", "cat > failure.json", metrics[0], metrics[1])
        #expect(first.status == 4, "\(first.errors)")
        #expect(try Self.names(fleet.report("failure.json")) == ["dead failed", "wrong failed"])
        #expect(try fleet.report("failure.json")["counts"]?["new"] == 2)
        #expect(try !fixture.files().contains("change.json"))

        try fleet.switchAuthenticationOff("gate")
        try fleet.camera("hall").faults = [Fault("drop:session/login-capabilities")]
        try fixture.write("Schluessel-fuer-den-Haken\n".utf8, to: "key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.folder + "/key")
        let second = try await fleet.snapshot(
            "--hook-change", "cat > change.json", "--hook-failure", "cat > failure.json", metrics[0], metrics[1],
            "--webhook", receiver.url + "/token?x=y", "--webhook-key-file", "key")
        #expect(second.status == 4)
        #expect(second.errors == "")
        let report = try fleet.report("change.json")
        #expect(Set(Self.names(report).dropLast()) == ["dead failed", "wrong failed", "hall failed"])
        let gate = try #require(report["cameras"]?.arrayValue?.last)
        #expect(gate["changes"]?["counts"] == ["security": 1])
        #expect(
            gate["changes"]?["lines"]?.arrayValue?.map { $0["sentence"] } == ["RTSP authentication switched off"])
        #expect(try fixture.read("change.json") == fixture.read("failure.json"))
        let reference = try #require(gate["snapshot"]?.stringValue)
        #expect(try await fixture.run("show", reference).status == 0)

        let requests = received.withLock { $0 }
        #expect(requests.count == 3)
        let last = try #require(requests.last)
        #expect(try last.body == fixture.read("change.json"))
        let time = try #require(last.header("X-CamKeep-Timestamp"))
        let code = try HMACSHA256.code(
            of: Array("\(time).".utf8) + last.body, key: Array("Schluessel-fuer-den-Haken".utf8))
        #expect(last.header("X-CamKeep-Signature") == "sha256=" + HexEncoding.encode(code))

        let samples = try fleet.metrics()
        func sample(_ metric: String, _ camera: String) -> Double? {
            samples["camkeep_\(metric){command=\"snapshot\",camera=\"\(camera)\"}"]
        }
        #expect(["gate", "hall", "wrong", "dead"].map { sample("camera_failed", $0) } == [0, 1, 1, 1])
        #expect(sample("camera_security_changes", "gate") == 1)
        #expect(sample("camera_changes", "hall") == nil)
        // Of the first run, as the store remembers it.
        let lastSuccess = try #require(sample("last_success_timestamp_seconds", "hall"))
        #expect(try lastSuccess <= #require(sample("last_success_timestamp_seconds", "gate")))
        #expect(sample("last_success_timestamp_seconds", "dead") == nil)
        #expect(samples[#"camkeep_run_cameras{command="snapshot",outcome="failed"}"#] == 3)
    }

    @Test func whereNothingHappenedNobodyIsTold() async throws {
        let fleet = try Fleet("gate", "hall")
        #expect(try await fleet.snapshot().status == 0)
        let outcome = try await fleet.snapshot(
            "--hook-change", "touch told", "--hook-failure", "touch told", "--webhook", "http://127.0.0.1:9/")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(try !fleet.fixture.files().contains("told"))
    }

    /// What was read today is left out, and its metrics stay.
    @Test func resumingKeepsTheMetricsOfTheOthers() async throws {
        let fleet = try Fleet("gate", "hall", dead: ["dead"])
        #expect(try await fleet.snapshot().status == 4)
        #expect(try await fleet.snapshot("--resume", "--metrics", "camkeep.prom").status == 3)
        let samples = try fleet.metrics()
        let successes = samples.keys.filter { $0.hasPrefix("camkeep_last_success") }
        #expect(successes.count == 2)
        #expect(samples[#"camkeep_camera_failed{command="snapshot",camera="dead"}"#] == 1)
        #expect(samples[#"camkeep_camera_failed{command="snapshot",camera="gate"}"#] == nil)
        #expect(
            try await fleet.fixture.run("snapshot", "--quiet", "--resume", "gate", "hall", "--metrics", "two.prom")
                .status == 0)
        #expect(try fleet.metrics("two.prom").keys.filter { $0.hasPrefix("camkeep_last_success") }.count == 2)
    }

    @Test func aHookThatFailsIsNoSuccess() async throws {
        let fleet = try Fleet("gate")
        #expect(try await fleet.snapshot().status == 0)
        try fleet.switchAuthenticationOff("gate")
        let outcome = try await fleet.snapshot(
            "--hook-change", "printf 'no \\033[31mmail\\n'; exit 3", "--metrics", "camkeep.prom")
        #expect(outcome.status == 4)
        #expect(
            outcome.errors == """
                no \\u{1B}[31mmail
                camkeep: warning: the command of --hook-change failed with exit status 3

                """)
        // Drift is no success either, if nobody hears of it.
        try fleet.camera("gate").set(SectionName(endpoint: "network/ftp"), JSONPointer(["serverPort"]), to: 2121)
        for (hook, status) in [("cat > drift.json", 1), ("exit 1", 4)] as [(String, Int32)] {
            let drift = try await fleet.fixture.run("diff", "--quiet", "--all", "live", "--hook-change", hook)
            #expect(drift.status == status)
        }
        let report = try fleet.report("drift.json")
        #expect(report["command"] == "diff")
        #expect(Self.names(report) == ["gate changed"])
    }

    @Test func aWebhookIsToldByHTTPSOnlyIfAnAuthorityVouchesForIt() async throws {
        let fleet = try Fleet("wrong")
        let certificate = try Fixture.certificate()
        try fleet.fixture.write(certificate.certificatePEM.utf8, to: "authority.pem")
        let count = Mutex(0)
        let receiver = try fleet.fixture.listen(certificate: certificate) { _ in
            count.withLock { $0 += 1 }
            return .status(200)
        }
        let stranger = try await fleet.snapshot("--webhook", receiver.url)
        #expect(stranger.errors.contains("camkeep: warning: the webhook at 127.0.0.1:"))
        #expect(count.withLock { $0 } == 0)
        let known = try await fleet.snapshot(
            "--webhook", receiver.url, environment: ["SSL_CERT_FILE": fleet.fixture.folder + "/authority.pem"])
        #expect(!known.errors.contains("warning"))
        #expect(count.withLock { $0 } == 1)
    }

    @Test func hooksGetNoSecretOfTheEnvironment() async throws {
        let fleet = try Fleet("wrong")
        let outcome = try await fleet.snapshot(
            "--hook-failure", "env; exit 0",
            environment: [
                "CAMKEEP_WEBHOOK": try fleet.fixture.listen { _ in .status(404) }.url + "/T0KEN",
                "CAMKEEP_WEBHOOK_KEY": "Schluessel-fuer-den-Haken", "OWN": "kept",
            ])
        #expect(outcome.status == 3)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.contains("OWN=kept"))
        #expect(lines.contains { $0.hasPrefix("PATH=") })
        #expect(lines.filter { ["CAMKEEP_", "WRONG"].contains(where: $0.hasPrefix) } == [])
        #expect(!outcome.errors.contains("T0KEN") && !outcome.errors.contains("Schluessel"))
        #expect(outcome.errors.contains("the webhook at 127.0.0.1:"))
        #expect(outcome.errors.contains("HTTP status 404"))
    }

    @Test func aRunThatCannotBeginIsAFailureAndLeavesTheMetrics() async throws {
        let fleet = try Fleet("gate")
        #expect(try await fleet.snapshot("--metrics", "camkeep.prom").status == 0)
        let before = try fleet.fixture.read("camkeep.prom")
        let outcome = try await fleet.snapshot(
            "--password-command", "exit 9", "--metrics", "camkeep.prom", "--hook-failure", "cat > failure.json")
        #expect(outcome.status == 3)
        #expect(
            try fleet.report("failure.json")["error"]?["message"] == "the password command failed with exit status 9")
        #expect(try fleet.fixture.read("camkeep.prom") == before)
        try fleet.fixture.write("{".utf8, to: "cameras.json")
        #expect(try await fleet.snapshot("--hook-failure", "cat > broken.json").status == 2)
        #expect(try fleet.report("broken.json")["error"] != nil)
    }

    @Test(arguments: ["interrupt", "deadline"])
    func aRunThatIsCutShortIsMeasured(how: String) async throws {
        let fleet = try Fleet("gate", "hall")
        try fleet.camera("hall").faults = [Fault(.slow(.seconds(60)), target: "event/motion")]
        let isInterrupted = how == "interrupt"
        let child = try fleet.fixture.start(
            ["snapshot", "--all", "--metrics", "camkeep.prom", "--hook-failure", "cat > failure.json"]
                + (isInterrupted ? [] : ["--deadline", "12"]))
        if isInterrupted {
            try await #require(fleet.cameras["hall"]).waitForRequest(of: "event/motion")
            try await wait(until: "the other one is stored") { try !fleet.fixture.snapshots().isEmpty }
            child.send(SIGTERM)
        }
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == (isInterrupted ? 130 : 4), "\(outcome.errors)")
        let samples = try fleet.metrics()
        #expect(samples[#"camkeep_run_interrupted{command="snapshot"}"#] == (isInterrupted ? 1 : 0))
        #expect(samples[#"camkeep_last_success_timestamp_seconds{command="snapshot",camera="gate"}"#] != nil)
        #expect(try fleet.fixture.files().contains("failure.json") == !isInterrupted)
        if !isInterrupted { #expect(try Self.names(fleet.report("failure.json")) == ["hall failed"]) }
    }

    @Test(arguments: [
        (["snapshot", "--webhook", "ftp://host/T0KEN"], "the webhook is not a URL"),
        (["snapshot", "--webhook", "https://me:T0KEN@host/"], "the webhook is not a URL"),
        (["snapshot", "--webhook-key-file", "key"], "there is no webhook to sign for"),
        (["snapshot", "--webhook", "https://host/T0KEN", "--webhook-key-file", "key"], "shorter than 16 bytes"),
        (["snapshot", "--metrics", "missing/camkeep.prom"], "no file can be written to the folder of missing/"),
        (["diff", "--hook-change", "true", "a", "b"], "are for cameras as they are now"),
    ])
    func whatCannotWorkIsSaidAtOnce(arguments: [String], message: String) async throws {
        let fleet = try Fleet("gate")
        try fleet.fixture.write("T0KEN\n".utf8, to: "key")
        let outcome = try await fleet.fixture.run(arguments + (arguments[0] == "diff" ? [] : ["gate"]))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!outcome.errors.contains("T0KEN"))
        #expect(try fleet.camera("gate").requests.isEmpty)
    }
}

extension SimulatedReply {
    /// An answer without a body.
    fileprivate static func status(_ status: Int) -> SimulatedReply {
        SimulatedReply(status: status, body: .bytes([]))
    }
}
