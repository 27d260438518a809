import CommandTestSupport
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Snapshots
import TestSupport
import Testing

/// Every way in which the simulated camera can fail: what the operator sees, and that the store is intact.
struct FaultTests {
    /// One fault and what comes of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let fault: String
        let status: Int32
        /// In what is printed on standard error.
        var words: [String] = []
        /// `failed` or `unsupported`, for the section that is struck.
        var record: (section: String, status: String)?
        /// Whether the configuration is read as from a camera without the fault.
        var isHarmless = false
        var openSessions = 0
        var arguments: [String] = []

        var testDescription: String { fault }
        var kind: String { fault.split { $0 == ":" || $0 == "=" }.first.map(String.init) ?? "" }
    }

    /// A camera that fails from the first request on is dead; nothing is kept of it.
    private static func dead(_ fault: String, _ words: String..., openSessions: Int = 0) -> Row {
        Row(fault: fault, status: 3, words: words, openSessions: openSessions)
    }

    /// A section that cannot be read is recorded; the others are read.
    private static func section(_ fault: String, _ words: String, arguments: [String] = []) -> Row {
        Row(
            fault: fault + ":event/motion", status: 4, words: [": event/motion could not be read: " + words],
            record: ("event/motion", "failed"), arguments: arguments)
    }

    private static func unsupported(_ fault: String) -> Row {
        Row(fault: fault + ":event/motion", status: 0, record: ("event/motion", "unsupported"))
    }

    private static func harmless(_ fault: String) -> Row {
        Row(fault: fault, status: 0, isHarmless: true)
    }

    static let rows: [Row] = [
        // The connection
        dead("drop", "session/login-capabilities: closed the connection", "hint: is it http or https?"),
        dead("drop:after=20", "closed the connection without a complete answer", openSessions: 1),
        section("drop", "closed the connection without a complete answer"),
        harmless("drop:event/motion:times=1"),
        harmless("close-keep-alive"),
        harmless("close-after-answer"),
        harmless("connection-close"),
        harmless("slow=2ms"),
        Row(fault: "reboot:event/motion:times=1", status: 3, words: ["nothing answers there", "Is it restarting?"]),
        section("slow=60s", "the answer did not come in time", arguments: ["--timeout", "3"]),
        dead("noise", "session/login-capabilities: the answer is not HTTP", "hint: check port and scheme"),
        section("noise", "the answer is not HTTP"),

        // Sessions
        dead("expire-session", "ended the session again right after a new login", "try again later"),
        section("expire-session", "ended the session again right after a new login"),
        harmless("expire-session:event/motion:times=1"),
        harmless("expire-session:after=30:times=1"),
        dead("unauthorized", "ended the session again right after a new login", openSessions: 3),
        Row(
            fault: "unauthorized:event/motion:times=1", status: 0, isHarmless: true),
        dead("too-many-sessions", "session/login: has no free session (code 4001", "the password was not refused"),
        harmless("too-many-sessions:times=1"),

        // The body
        dead("truncate", "session/login-capabilities: closed the connection without a complete answer"),
        section("truncate", "closed the connection without a complete answer"),
        dead("garbage", "session/login-capabilities: the answer is not the API's JSON", "hint: try again"),
        dead("garbage:after=20", "the answer is not the API's JSON", openSessions: 1),
        section("garbage", "the answer is not the API's JSON"),
        dead("huge", "session/login-capabilities: the answer is larger than 8 MiB"),
        section("huge", "the answer is larger than 8 MiB"),
        section("huge=8388700", "the answer is larger than 8 MiB"),
        section("endless", "the answer is larger than 8 MiB"),
        dead(
            "deep", "session/login-capabilities: the answer is not the API's JSON: nested deeper than 64 levels"
        ),
        section("deep=65", "the answer is not the API's JSON: nested deeper than 64 levels"),
        dead("html", "session/login-capabilities: answered with a web page", "hint: is it a camera with this API?"),
        dead("html:after=2", "answered with a web page instead of data", openSessions: 1),
        unsupported("html"),
        dead("empty", "session/login-capabilities: answered with nothing"),
        unsupported("empty"),
        dead("status=500", "session/login-capabilities: answered with HTTP 500: "),
        dead("status=503:after=20", "answered with HTTP 503", openSessions: 1),
        section("status=500", "answered with HTTP 500: "),
        unsupported("status=404"),
        dead(
            "redirect", "session/login-capabilities: redirects to another address (HTTP 302)",
            "hint: name the address that the camera redirects to"),
        section("redirect", "redirects to another address (HTTP 302); redirects are not followed"),

        // Writes: a walk makes none.
        harmless("ignore-writes"),
        harmless("refuse-writes=202"),
        harmless("lose-after-write"),
        harmless("reboot-after-write"),
        harmless("drop-field"),

        // Values
        Row(fault: "hostile-text", status: 0),
        Row(fault: "gb18030", status: 0),
        harmless("string-numbers"),
        harmless("trailing-commas"),
        harmless("wrong-code-type"),
        Row(
            fault: "wrong-key", status: 0, words: ["network/ftp/username could not be decrypted; nothing of it is kept"]
        ),
        Row(fault: "clear-text", status: 0, words: ["network/ftp/username could not be decrypted"]),
        Row(
            fault: "hostile-archive-name", status: 4,
            words: ["the vendor archive could not be fetched: the answer does not name a plain path on this camera"]),
        Row(
            fault: "truncate:filedir", status: 4,
            words: ["the vendor archive could not be fetched: closed the connection"]),
        Row(
            fault: "status=500:filedir", status: 4,
            words: ["the vendor archive could not be fetched: answered with HTTP 500"]),
    ]

    /// The digest of a camera without any fault.
    private static let digest = Task {
        let fixture = try Fixture()
        _ = try await fixture.snapshot(fixture.camera())
        return try SnapshotFile.read(fixture.folder + "/" + #require(fixture.snapshots().first)).digest
    }

    @Test func everyKindOfFaultHasARow() {
        let kinds = Fault.Kind.usage.compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(Set(Self.rows.map(\.kind)) == Set(kinds))
    }

    @Test(arguments: rows)
    func aFaultIsToldAndHarmsNothing(_ row: Row) async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(try Fault(row.fault))
        let outcome = try await fixture.run(["snapshot", "--quiet", camera.url] + row.arguments)
        #expect(outcome.status == row.status, "\(outcome.errors)")
        for word in row.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        if row.status == 0, row.words.isEmpty { #expect(outcome.errors == "") }
        if row.status != 0 { #expect(outcome.errors.contains(camera.address)) }
        if row.status == 3 { #expect(outcome.errors.contains("camkeep: hint: ")) }

        // A fault that ends every session gives no endless row of logins.
        #expect(camera.camera.counters.logins <= 3)
        camera.camera.faults = []
        #expect(camera.camera.counters.openSessions == row.openSessions)
        // A camera may still be busy with an answer that nobody waits for any more.
        if row.kind != "slow" { #expect(camera.camera.counters.mostConcurrentRequests == 1) }

        try await fixture.expectIntactStore()
        let files = try fixture.snapshots()
        #expect(files.count == (row.status == 3 ? 0 : 1))
        guard let file = files.first else { return }
        let snapshot = try SnapshotFile.read(fixture.folder + "/" + file)
        if let (section, status) = row.record {
            #expect(snapshot.sections[section]?.status.name == status)
            #expect(snapshot.sections[section]?.status.reason?.isEmpty == false)
            #expect(snapshot.sections[section]?.config == .null)
        }
        if row.isHarmless { #expect(try await snapshot.digest == Self.digest.value) }
    }

    @Test func theConnectionIsLostForGoodInTheMiddleOfAWalk() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(Fault(.slow(.seconds(60)), target: "image/image"))
        let child = try fixture.start(["snapshot", camera.url])
        try await camera.waitForRequest(of: "image/image")
        // Offline and not stopped: the port stays its own, so that no camera of another test answers there.
        camera.listener.goOffline(for: .seconds(3600))
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("\(camera.address): "))
        #expect(try fixture.snapshots() == [])
        try await fixture.expectIntactStore()
    }
}
