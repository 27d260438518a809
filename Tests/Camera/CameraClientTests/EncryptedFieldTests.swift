import CameraClient
import CameraSchema
import CameraTestSupport
import JSONTree
import SimulatedCamera
import Testing

struct EncryptedFieldTests {
    @Test(arguments: ["network/ftp", "network/ddns", "network/pppoe"])
    func encryptedNamesCanBeRead(name: String) async throws {
        let served = try ServedCamera()
        let endpoint = try served.endpoint(name)
        let reading = try await served.session { try await $0.read(endpoint) }
        let cipher = try #require(reading.cipher)
        let value = try #require(reading.answer.data["username"]?.stringValue)
        let plain = try #require(served.camera.value(of: SectionName(endpoint: name))?["username"]?.stringValue)
        #expect(!plain.isEmpty && value != plain)
        #expect(cipher.decrypt(value) == plain)
    }

    @Test func everyMessageHasItsOwnCiphertext() async throws {
        let served = try ServedCamera()
        let ftp = try served.endpoint("network/ftp")
        let values = try await served.session { session in
            [try await session.read(ftp), try await session.read(ftp)].map { $0.answer.data["username"] }
        }
        #expect(values[0] != values[1])
        #expect(served.calls(of: "security/capability") == 1)
    }

    @Test(arguments: ["wrong-key", "clear-text"])
    func whatCannotBeDecryptedIsNil(fault: String) async throws {
        let served = try ServedCamera(faults: ["\(fault):network/ftp"])
        let ftp = try served.endpoint("network/ftp")
        let reading = try await served.session { try await $0.read(ftp) }
        let value = try #require(reading.answer.data["username"]?.stringValue)
        #expect(reading.cipher?.decrypt(value) == nil)
    }

    @Test(arguments: [
        SimulatedReply.api(code: 203), .api(code: 1), .api(["encryptionType": ["rsa"]]), .api(.null),
        .api(["param": ["aes128-1": ["salt": "a", "iterations": 2_000_000_000]]]),
        .api(["param": ["aes128-1": ["iterations": 1]]]), .text("<html></html>"), .text(""),
        SimulatedReply(status: 404, body: .bytes([])),
    ])
    func aCameraThatSaysNothingOfItsEncryptionIsAskedWithoutIt(capability: SimulatedReply) async throws {
        let served = try ServedCamera { request, _ in
            switch request.path {
            case "/api/security/capability": capability
            case "/api/network/ftp": .api(["username": "eqgtplKWeNMM66cLKc2UrA==", "port": 21])
            default: nil
            }
        }
        let ftp = try served.endpoint("network/ftp")
        let (first, second) = try await served.session { (try await $0.read(ftp), try await $0.read(ftp)) }
        #expect(first.cipher == nil && second.cipher == nil)
        #expect(served.traffic.requests.filter { $0.path == "/api/network/ftp" }.allSatisfy { $0.data == .null })
        #expect(served.calls(of: "security/capability") <= 2)
    }

    @Test func aCapabilityThatFailsIsAskedForAgain() async throws {
        let served = try ServedCamera(faults: ["garbage:security/capability:times=1"])
        let ftp = try served.endpoint("network/ftp")
        try await served.session { session in
            let error = try await #require(throws: CameraError.self) { _ = try await session.read(ftp) }
            #expect(error.endpoint == "security/capability")
            #expect(try await session.read(ftp).cipher != nil)
        }
    }
}
