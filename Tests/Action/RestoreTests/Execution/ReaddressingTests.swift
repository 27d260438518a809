import CameraClient
import CameraSchema
import CameraTestSupport
import Configuration
import Cryptography
import HTTPTransport
import JSONTree
import Restore
import SimulatedCamera
import SimulatedCameraServer
import Snapshots
import Synchronization
import Testing

/// Writes that can cut the connection: the camera is followed to its new place, or stays, or the report says where it was sent.
@Suite struct ReaddressingTests {
    private static let served = Atomic(0)

    static let sections = ["image/osd", "network/port", "network/interfaces"]

    /// A camera at a loopback address of its own, where no other test takes the ports that it moves to.
    struct Moving {
        let rig: RestoreRig
        let host: String
        let otherHost: String

        init(
            _ readdressing: Readdressing, certificate: SelfSignedCertificate? = nil,
            change: (inout CameraOptions) -> Void = { _ in }
        ) throws {
            let number = ReaddressingTests.served.add(1, ordering: .relaxed).newValue
            host = "127.88.1.\(number)"
            otherHost = "127.88.2.\(number)"
            let options = CameraOptions.changed {
                $0.readdressing = readdressing
                $0.reportsAddress = true
                change(&$0)
            }
            rig = try RestoreRig(try ServedCamera(certificate: certificate, address: host, options: options))
        }

        var port: Int { rig.served.target.port }
        var otherPort: Int { port < 65_535 ? port + 1 : 1024 }

        /// The snapshot of a camera with the same settings at another port or address.
        func desired(port: Int? = nil, address: String? = nil, osd: Int? = nil) async throws -> Snapshot {
            var snapshot = try await rig.snapshot(only: ReaddressingTests.sections)
            func change(_ name: String, _ pointer: String, _ value: JSONValue) throws {
                let record = try #require(snapshot.sections[name])
                let place = try #require(JSONPointer(pointer))
                try #require(record.config[place] != nil)
                snapshot.sections[name] = SectionRecord(
                    config: record.config.replacing(place, with: value), undocumented: record.undocumented,
                    roles: record.roles, wire: record.wire, title: record.title)
            }
            let member = rig.served.target.scheme == .https ? "/64/property/httpsProtocol" : "/16/property/httpProtocol"
            if let port { try change("network/port", member + "/port", .integer(port)) }
            if let address { try change("network/interfaces", "/ip", .string(address)) }
            if let osd { try change("image/osd", "/ircutSwitchTime", .integer(osd)) }
            return snapshot
        }

        func restore(_ desired: Snapshot, timeout: Duration = .seconds(15), mayReaddress: Bool = true) async throws
            -> RestoreResult
        {
            var options = RestoreRig.options
            options.mayReaddress = mayReaddress
            options.reconnectTimeout = timeout
            return try await rig.restore(
                desired, only: ReaddressingTests.sections, plan: PlanOptions(including: [.identity]), options)
        }
    }

    @Test func aCameraIsFollowedToItsNewPort() async throws {
        let moving = try Moving(.followed) { $0.readdressingDelay = .milliseconds(200) }
        let desired = try await moving.desired(port: moving.otherPort, osd: 8)
        let result = try await moving.restore(desired)
        #expect(result.isComplete, "\(result.steps)")
        #expect(result.target.port == moving.otherPort)
        #expect(try await moving.rig.snapshot(only: Self.sections).digest == desired.digest)
        // What can cut the connection comes last.
        #expect(result.steps.map(\.section) == ["image/osd", "network/port"])
    }

    @Test func aCameraIsFollowedToItsNewAddressAndPort() async throws {
        let moving = try Moving(.followed)
        let desired = try await moving.desired(port: moving.otherPort, address: moving.otherHost)
        let result = try await moving.restore(desired)
        #expect(result.isComplete, "\(result.steps)")
        #expect(result.target.hostAndPort == "\(moving.otherHost):\(moving.otherPort)")
        #expect(try await moving.rig.snapshot(only: Self.sections).digest == desired.digest)
        #expect(moving.rig.journals == [])
    }

    @Test func withoutLeaveNothingIsReaddressed() async throws {
        let moving = try Moving(.followed)
        let result = try await moving.restore(
            try await moving.desired(port: moving.otherPort, osd: 8), mayReaddress: false)
        #expect(result.outcome("image/osd")?.word == "verified")
        #expect(result.outcome("network/port")?.word == "held-back")
        #expect(result.target == moving.rig.served.target)
    }

    @Test func aPlaceThatAnswersIsNotTaken() async throws {
        let moving = try Moving(.followed)
        let other = try SimulatedServer()
        defer { other.stop() }
        let listener = try other.listen(address: moving.otherHost, port: moving.port) { _ in SimulatedReply(.drop) }
        defer { listener.stop() }
        let result = try await moving.restore(try await moving.desired(address: moving.otherHost))
        guard case .heldBack(let reason)? = result.outcome("network/interfaces") else {
            Issue.record("\(result.steps)")
            return
        }
        #expect(reason.contains("another device"))
        #expect(moving.rig.camera.counters.appliedWrites == 0)
        #expect(result.target == moving.rig.served.target)
    }

    @Test func aSchemeInUseIsNotSwitchedOff() async throws {
        let moving = try Moving(.followed)
        var desired = try await moving.desired()
        let record = try #require(desired.sections["network/port"])
        desired.sections["network/port"] = SectionRecord(
            config: record.config.replacing(try #require(JSONPointer("/16/enable")), with: false),
            undocumented: record.undocumented, roles: record.roles, wire: record.wire, title: record.title)
        let result = try await moving.restore(desired)
        guard case .heldBack(let reason)? = result.outcome("network/port") else {
            Issue.record("\(result.steps)")
            return
        }
        #expect(reason.contains("switches http off"))
    }

    /// The setting is stored, and nothing moves: some firmware waits for a restart.
    @Test func aCameraThatStaysIsFoundWhereItWas() async throws {
        let moving = try Moving(.ignored)
        let desired = try await moving.desired(port: moving.otherPort)
        let result = try await moving.restore(desired, timeout: .milliseconds(300))
        #expect(result.isComplete)
        #expect(result.target == moving.rig.served.target)
        #expect(result.warnings.contains { $0.contains("restarts") })
    }

    @Test func aDroppedAddressIsUndone() async throws {
        let moving = try Moving(.followed)
        moving.rig.camera.add(try Fault("ignore-writes:network/port"))
        let desired = try await moving.desired(port: moving.otherPort, osd: 8)
        let before = moving.rig.camera.sections
        let result = try await moving.restore(desired)
        #expect(result.outcome("network/port")?.word == "dropped")
        #expect(result.ending == .rolledBack)
        #expect(
            moving.rig.camera.sections[try RestoreRig.section("image/osd")]
                == before[try RestoreRig.section("image/osd")])
    }

    @Test func ofACameraThatIsGoneIsSaidWhatWasSent() async throws {
        let moving = try Moving(.lost)
        let result = try await moving.restore(
            try await moving.desired(port: moving.otherPort), timeout: .milliseconds(300))
        guard case .unknown(let reason)? = result.outcome("network/port") else {
            Issue.record("\(result.steps)")
            return
        }
        #expect(reason.contains("\(moving.otherPort)") && reason.contains("\(moving.port)"))
        #expect(!reason.contains(ServedCamera.password))
        #expect(result.isOpen)
        #expect(result.ending == .rollbackFailed)
    }

    /// At its new place, the camera is accepted only with its known key, which is then noted for that place.
    @Test func theKnownKeyMovesWithTheCamera() async throws {
        let certificate = try SelfSignedCertificate.make(commonName: "camera", validDays: 2)
        let moving = try Moving(.followed, certificate: certificate)
        let known = KnownCameras(path: moving.rig.folder.path("known-cameras"))
        let trust = try await TrustPolicy.firstUse(known).establish(
            moving.rig.target, transport: moving.rig.served.transport, schema: moving.rig.served.schema,
            options: RestoreRig.clientOptions)
        let desired = try await moving.desired(port: moving.otherPort)
        var options = RestoreRig.options
        options.mayReaddress = true
        let prepared = try await moving.rig.prepare(desired, only: Self.sections, options)
        _ = try moving.rig.store.save(desired)
        let journal = try RestoreJournal.begin(moving.rig.header(prepared, options), in: moving.rig.store)
        let result = try await RestoreExecutor(
            moving.rig.connection(trust: trust.trust, known: known), options: options
        ).run(prepared.prepared, journal: journal)
        #expect(result.isComplete, "\(result.steps)")
        #expect(result.target.port == moving.otherPort)
        #expect(try known.key(of: result.target) == trust.learntKey)
    }
}
