import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

@testable import SimulatedCamera
@testable import Snapshots

/// No secret leaves the camera: not into files, not into output.
struct SecretTests {
    @Test(arguments: [1, 2])
    func noSecretIsWrittenOrPrinted(_ firmware: Int) async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: firmware)
        let marks = try Self.markSecrets(of: camera.camera)
        try #require(marks.count > 10)
        let heard = Mutex<Set<String>>([])
        let listener = try fixture.listen { request in
            let body = try? Outcome.json(request.body)
            let digest = body?["data"]?["password"]?.stringValue
            let cookie = request.header("Cookie").map { String($0.drop { $0 != "=" }.dropFirst()) }
            heard.withLock { $0.formUnion([digest, cookie].compactMap { $0 }.filter { !$0.isEmpty }) }
            return camera.camera.answer(request)
        }
        var printed: [UInt8] = []
        func run(_ arguments: String..., environment: [String: String] = [:], input: String = "") async throws {
            let outcome = try await fixture.run(arguments, environment: environment, input: Array(input.utf8))
            printed += Array((outcome.output + outcome.errors).utf8)
        }

        let wrong = "Falsch&9=Regen/ö"
        try await run("snapshot", listener.url)
        try await run("snapshot", "--json", "--name", "second", listener.url)
        try await run("snapshot", "--json", listener.url, environment: ["CAMKEEP_PASSWORD": wrong])
        for fault in [
            "drop:network/ftp", "garbage:network/snmp", "wrong-key", "clear-text", "string-numbers",
            "status:network/wifi",
        ] {
            camera.camera.faults = [try Fault(fault)]
            try await run("snapshot", "--name", "faulty", listener.url)
        }
        camera.camera.faults = []
        for name in ["second", "faulty"] {
            try await run("show", name)
            try await run("show", name, "*")
            try await run("show", name, "--json")
        }
        let kept = "Vault&7=Schloss/ä"
        try await run("keys", "generate")
        try await run("snapshot", "--name", "sealed", listener.url)
        try await run("secrets", "set", "network/ftp.password", "--camera", "sealed", "--stdin", input: kept + "\n")
        try await run("secrets", "set", "network/smtp.password", "--default", "--command", "printf %s '\(kept)'")
        try await run("secrets", "import", "-", input: "{\"group/g\":{\"network/ddns.password\":\"\(kept)\"}}")
        try await run("secrets", "import", "-", input: "{\"group/g\":{\"network/nothing\":\"\(kept)\"}}")
        try await run("secrets", "import", "-", input: "{\"group/g\":{\"network/ftp.password\":\"\(kept)\"}")
        try await run("secrets", "list", "--json")
        try await run("secrets", "check", "--open", "--json", "sealed")
        try await run("secrets", "rekey")
        let strange = "Fremd&8=Haus/é"
        for endpoint in ["network/smtp", "network/ftp", "network/pppoe"] {
            camera.camera.set(SectionName(endpoint: endpoint), JSONPointer(["username"]), to: .string(strange))
        }
        try await run("plan", "sealed", "--camera", "sealed", "-o", "gate.plan", listener.url)
        try await run("plan", "sealed", "--camera", "sealed", "--json", "--show-omitted", listener.url)
        try await run("plan", "sealed", "--json", "--allow-clearing-secrets", listener.url)
        let isWritten = camera.camera.counters.appliedWrites
        try await run("restore", "sealed", "--yes", "--json", "--on-failure", "stop", listener.url)
        #expect(camera.camera.counters.appliedWrites > isWritten)
        try await run("show", "sealed", "*", "--json")
        try await run("diff", "--format", "json", "--include", "identity,volatile", "second", "sealed")
        try await run("log", "--json")
        let (token, signingKey) = ("Zeichen8Fluss", "Haken&5=Schrift/ß!")
        let receiver = try fixture.listen { _ in SimulatedReply(status: 404, body: .bytes([])) }
        for format in ["text", "json"] {
            camera.camera.set(
                SectionName(endpoint: "network/ftp"), JSONPointer(["password"]), to: .string(strange + format))
            for fault in [nil, "drop:network/snmp", "drop:session/login-capabilities"] {
                camera.camera.faults = try fault.map { [try Fault($0)] } ?? []
                try await run(
                    "snapshot", "--log", format, "--name", "second", "--hook-change", "cat; env; cat > change.json",
                    "--hook-failure", "cat; env; cat > failure.json", "--metrics", "camkeep.prom", listener.url,
                    environment: [
                        "CAMKEEP_WEBHOOK": "\(receiver.url)/\(token)?\(token)", "CAMKEEP_WEBHOOK_KEY": signingKey,
                    ])
            }
        }
        try await run("snapshot", "--webhook", "https://\(token)@host/\(token)", listener.url)
        try await run("verify")

        let secrets =
            marks + [Fixture.password, wrong, kept, strange, token, signingKey] + heard.withLock { Array($0) }
        try #require(heard.withLock { $0.count } > 2)
        var places = ["output": printed]
        for file in try fixture.files() {
            let bytes = try fixture.read(file)
            places[file] = bytes
            if file.hasSuffix(".gz") { places[file + ", inflated"] = try Gzip.decompress(bytes, limit: 64 << 20) }
        }
        #expect(places.count > 5)
        let needles = secrets.flatMap { secret in Self.disguises(of: secret).map { (secret, Array($0.utf8)) } }
        for (place, bytes) in places {
            let found = needles.filter { Self.contains(bytes, $0.1) }.map(\.0)
            #expect(found == [], "\(place)")
        }
    }

    /// The search itself finds what is there: the vendor archive, kept in clear on request, holds the camera's secrets.
    @Test func theSearchFindsASecretThatIsThere() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let marks = try Self.markSecrets(of: camera.camera)
        _ = try await fixture.snapshot(camera, "--export-plain")
        let archive = try #require(try fixture.files("snapshots").first { $0.hasSuffix(".vendor.zip") })
        let bytes = try fixture.read("snapshots/" + archive)
        #expect(marks.allSatisfy { Self.contains(bytes, Array($0.utf8)) })
        #expect(Self.disguises(of: "Man?").contains("TWFuPw"))
    }

    /// With memchr and memcmp: there are many needles, and Foundation's search is slow.
    private static func contains(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
        guard let first = needle.first, let last = bytes.indices.dropLast(needle.count - 1).last else { return false }
        return bytes.withUnsafeBytes { haystack in
            guard let base = haystack.baseAddress else { return false }
            var start = 0
            while start <= last, let found = memchr(base + start, Int32(first), last - start + 1) {
                if memcmp(found, needle, needle.count) == 0 { return true }
                start = UnsafeRawPointer(found) - base + 1
            }
            return false
        }
    }

    // MARK: - Marks

    /// Puts another unusual text into every secret that the schema knows, and into some that it does not.
    private static func markSecrets(of camera: SimulatedCamera) throws -> [String] {
        let schema = try CameraSchema(files: SchemaFile.embedded)
        var marks: [String] = []
        func mark() -> JSONValue {
            marks.append("Marke&\(marks.count)=é")
            return .string(marks.last ?? "")
        }
        func marked(_ value: JSONValue, _ field: Field) -> JSONValue {
            switch (value, field.type) {
            case (.object(let members), .object(let fields)):
                return .object(
                    JSONObject(
                        members.map { name, member in
                            let inner = fields.first { $0.storedName == name }
                            return (name, inner.map { marked(member, $0) } ?? member)
                        }))
            case (.array(let items), .list(let item, _)): return .array(items.map { marked($0, item) })
            case (.string, _) where field.role == .secret: return mark()
            default: return value
            }
        }
        for (section, data) in camera.sections.sorted(by: { $0.key < $1.key }) {
            guard let endpoint = schema.endpoints[section.endpoint] else { continue }
            camera.set(section, JSONPointer(), to: marked(data, endpoint.data))
        }
        for name in ["adminPassword", "apiToken", "userPwd", "clientSecret"] {
            guard let section = SectionName("system/auto-maintain") else { continue }
            camera.set(section, JSONPointer([name]), to: mark())
        }
        return marks
    }

    /// The text in clear, as hexadecimal digits, in a URL's escapes, and in base64 at each of the three places that it can
    /// have in a longer text.
    private static func disguises(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let hex = bytes.map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
        let url = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
        let base64 = (0..<3).map { shift in
            let text = Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString()
            // The digits at both ends depend on the neighbours too.
            return String(text.filter { $0 != "=" }.dropFirst(shift == 0 ? 0 : shift + 1).dropLast(1))
        }
        let whole = Data(bytes).base64EncodedString().filter { $0 != "=" }
        return [secret, hex, hex.uppercased(), url, url.lowercased(), whole] + base64
    }
}
