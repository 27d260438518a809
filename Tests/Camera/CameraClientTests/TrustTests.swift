import CameraClient
import CameraTestSupport
import Cryptography
import HTTPTransport
import SimulatedCamera
import Testing

/// Over real TLS, with a certificate of the camera's own.
struct TrustTests {
    private let served: ServedCamera
    private let key: PublicKeyPin
    private let scratch: ScratchFolder
    private let known: KnownCameras
    private let otherKey = PublicKeyPin(subjectPublicKeyInfo: [1, 2, 3])

    init() throws {
        let certificate = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 1)
        key = try PublicKeyPin(pemCertificate: certificate.certificatePEM)
        served = try ServedCamera(certificate: certificate)
        scratch = try ScratchFolder()
        known = KnownCameras(path: scratch.path("known"))
    }

    private func establish(_ policy: TrustPolicy) async throws -> EstablishedTrust {
        try await policy.establish(served.target, transport: served.transport, schema: served.schema, options: .test)
    }

    private func readMotion(_ trust: ServerTrust) async throws {
        let motion = try served.endpoint("event/motion")
        try await served.session(trust: trust) { _ = try await $0.read(motion) }
    }

    @Test func theFirstContactLearnsTheKeyAndSaysNothingSecret() async throws {
        let trust = try await establish(.firstUse(known))
        #expect(trust.trust == .pinned(key))
        #expect(trust.learntKey == key)
        #expect(try known.key(of: served.target) == key)
        #expect(served.traffic.requests.map(\.path) == ["/api/system/platform-capabilities"])
        #expect(served.traffic.requests.allSatisfy { $0.header("Cookie") == nil })
        try await readMotion(trust.trust)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func theSecondContactUsesTheKnownKey() async throws {
        _ = try await establish(.firstUse(known))
        let before = served.traffic.requests.count
        let trust = try await establish(.firstUse(known))
        #expect(trust.trust == .pinned(key))
        #expect(trust.learntKey == nil)
        #expect(served.traffic.requests.count == before)
    }

    @Test func aChangedKeyIsRefusedAndNothingIsSent() async throws {
        try known.add(otherKey, of: served.target)
        let trust = try await establish(.firstUse(known))
        let error = try await #require(throws: CameraError.self) { try await readMotion(trust.trust) }
        guard case .transport(let cause) = error.cause, case .serverKeyChanged(let found) = cause.kind else {
            Issue.record("\(error)")
            return
        }
        #expect(found == key)
        #expect(error.message.contains("a TLS key other than the known one") && error.message.contains("\(key)"))
        #expect(error.hint.contains("known-cameras file"))
        #expect(error.endsWalk)
        #expect(served.traffic.requests.isEmpty)
        #expect(try known.key(of: served.target) == otherKey)
    }

    @Test func insecureTakesAnyKeyAndNotesNone() async throws {
        try known.add(otherKey, of: served.target)
        let trust = try await establish(.insecure)
        #expect(trust.trust == .anyKey)
        #expect(trust.learntKey == nil)
        #expect(served.traffic.requests.isEmpty)
        try await readMotion(trust.trust)
        #expect(try known.key(of: served.target) == otherKey)
    }

    @Test func plainHTTPHasNoKey() async throws {
        let plain = try ServedCamera()
        let trust = try await TrustPolicy.firstUse(known)
            .establish(plain.target, transport: plain.transport, schema: plain.schema, options: .test)
        #expect(trust.trust == .anyKey)
        #expect(plain.traffic.requests.isEmpty)
        #expect(throws: (any Error).self) { try scratch.read("known") }
    }

    @Test func aKeyThatCannotBeKeptIsNotTrusted() async throws {
        try scratch.write("", to: "file")
        let error = try await #require(throws: CameraError.self) {
            _ = try await establish(.firstUse(KnownCameras(path: scratch.path("file/known"))))
        }
        guard case .knownCameras = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(error.hint.contains("--known-cameras"))
    }

    @Test func aDamagedFileIsNotIgnored() async throws {
        try scratch.write("damaged\n", to: "known")
        let error = try await #require(throws: CameraError.self) { _ = try await establish(.firstUse(known)) }
        #expect(error.message.contains("line 1"))
        #expect(served.traffic.requests.isEmpty)
    }
}
