import CameraSchema
import CameraTestSupport
import CameraWalk
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

/// Whatever way a camera sends a secret, no snapshot holds it.
struct SecrecyTests {
    private static let mark = "s3cr3t"

    /// The data with a marked value in every secret field, and with undocumented secrets added.
    private static func marked(_ data: JSONValue, _ field: Field) -> JSONValue {
        switch (data, field.type) {
        case (.object(var members), .object(let fields)):
            for field in fields {
                let name = members.names.first { $0 == field.wireName.get } ?? field.wireName.get
                if field.role == .secret {
                    members[name] = .string(mark)
                } else if let member = members[name] {
                    members[name] = marked(member, field)
                }
            }
            members["adminPassword"] = .string(mark)
            members["newThing"] = ["apiToken": .string(mark), "list": [["userPwd": .string(mark)]]]
            return .object(members)
        case (.array(let items), .list(let item, _)): return .array(items.map { marked($0, item) })
        default: return data
        }
    }

    @Test(arguments: [1, 2])
    func marksInEverySecretFieldAreNowhere(firmware: Int) async throws {
        let schema = try ServedCamera().schema
        let served = try ServedCamera(firmware: firmware) { request, camera in
            guard let endpoint = schema.endpoints[String(request.path.dropFirst(5))], endpoint.isWalked,
                let answer = camera.answer(request).json, answer["code"] == 0
            else { return nil }
            return .api(Self.marked(answer["data"] ?? .null, endpoint.data))
        }
        let result = try await served.walk(export: true)
        let text = JSONWriter.canonical(try result.snapshot(served.schema).json)
        #expect(!String(decoding: text, as: UTF8.self).contains(Self.mark))
        #expect(!"\(result)".contains(Self.mark))
        #expect(result.readSections == served.walkedSections)
        // The marks are no ciphertexts.
        let unreadable = Set(result.unreadable.map { "\($0.section)\($0.pointer)" })
        #expect(unreadable.isSuperset(of: ["network/ftp/username", "network/pppoe/username", "network/ddns/username"]))
        #expect(try result.record("network/ftp").config["username"] == ["secret": "unreadable"])
        #expect(try result.record("network/snmp").config["readCommunity"] == ["secret": "set"])
    }

    @Test func encryptedSecretsAreOnlyKnownToBeSet() async throws {
        let served = try ServedCamera()
        served.camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["username"]), to: .string(Self.mark))
        let result = try await served.walk(only: ["network/ftp"])
        #expect(result.unreadable == [])
        #expect(try result.record("network/ftp").config["username"] == ["secret": "set"])
        let text = JSONWriter.canonical(try result.snapshot(served.schema).json)
        #expect(!String(decoding: text, as: UTF8.self).contains(Self.mark))
    }

    @Test(arguments: ["wrong-key:network/ftp", "clear-text:network/ftp", "status=404:security/capability"])
    func unreadableSecretsAreReportedAndNotKept(fault: String) async throws {
        let served = try ServedCamera(faults: [fault]) { request, camera in
            // A camera that keeps its way of encryption to itself and encrypts all the same.
            guard request.path == "/api/network/ftp", request.data == .null else { return nil }
            return .api(["username": "5dLlDgFHesJW0MNRXJ/eDg==", "port": 21])
        }
        served.camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["username"]), to: .string(Self.mark))
        let result = try await served.walk(only: ["network/ftp"])
        #expect(result.unreadable.map { "\($0.section)\($0.pointer)" } == ["network/ftp/username"])
        #expect(try result.record("network/ftp").config["username"] == ["secret": "unreadable"])
        let text = String(decoding: JSONWriter.canonical(try result.snapshot(served.schema).json), as: UTF8.self)
        #expect(!text.contains(Self.mark) && !text.contains("5dLlDg"))
    }
}
