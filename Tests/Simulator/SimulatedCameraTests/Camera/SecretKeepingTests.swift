import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

/// Passwords that no get shows are kept, cleared, and revealed in plain text.
@Suite struct SecretKeepingTests {
    static let endpoints = [
        "network/ftp", "network/smtp", "network/ddns", "network/pppoe", "network/gb28181", "network/snmp",
        "network/wifiAPInfo",
    ]

    /// The password fields at the first level or one below, by their path of wire names.
    private func passwords(of endpoint: Endpoint) -> [(path: [String], name: String)] {
        guard case .object(let fields) = endpoint.data.type else { return [] }
        return fields.flatMap { field -> [([String], String)] in
            if case .object(let inner) = field.type {
                return inner.filter { $0.role == .secret && $0.encryption != .never }
                    .map { ([field.wireName.set, $0.wireName.set], "\(field.name)/\($0.name)") }
            }
            return field.role == .secret && field.encryption != .never ? [([field.wireName.set], field.name)] : []
        }
    }

    /// A write of what the camera shows, with these passwords.
    private func write(
        _ secrets: [String: String?], to name: String, _ client: DirectClient
    ) throws -> Int? {
        let schema = try TestCameras.schema()
        let endpoint = try #require(schema.endpoints[name])
        let (members, codec) = try client.encryption(try #require(endpoint.encryption[.set]))
        var data = try client.read(SectionName(endpoint: name), schema).data
        for (path, name) in passwords(of: endpoint) {
            switch secrets[name] {
            case .some(.some(let text)):
                data = data.setting(.string(codec.encrypt(text)), at: path[...])
            case .some(.none), nil:
                data = data.setting(nil, at: path[...])
            }
        }
        var object = try #require(data.objectValue)
        for (name, value) in members { object[name] = value }
        return client.call(name, "set", data: .object(object)).code
    }

    @Test(arguments: endpoints, [1, 2]) func tellsThePlainTextOfEachSecret(name: String, firmware: Int) throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera(firmware: firmware)
        let client = DirectClient.loggedIn(to: camera)
        guard camera.value(of: SectionName(endpoint: name)) != nil else { return }
        let endpoint = try #require(schema.endpoints[name])
        // Firmware 1 sends fields in clear text that only some firmware encrypts.
        let names = passwords(of: endpoint).map(\.name).filter { firmware == 2 || isAlwaysEncrypted($0, endpoint) }
        var secrets: [String: String] = [:]
        for (index, name) in names.enumerated() { secrets[name] = "Häuser \(index)" }
        #expect(try write(secrets, to: name, client) == 0)
        for (secret, text) in secrets {
            #expect(camera.receivedSecrets["\(name)/\(secret)"] == text, "\(secret)")
            #expect(camera.heldSecrets["\(name)/\(secret)"] == text, "\(secret)")
        }
    }

    private func isAlwaysEncrypted(_ name: String, _ endpoint: Endpoint) -> Bool {
        var field = endpoint.data
        for step in name.split(separator: "/") {
            guard case .object(let fields) = field.type, let next = fields.first(where: { $0.name == step }) else {
                return false
            }
            field = next
        }
        return field.encryption == .always
    }

    @Test func aPasswordIsNeverShownAndSurvivesWritesElsewhere() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        #expect(try write(["username": "u", "password": "geheim"], to: "network/ftp", client) == 0)
        #expect(client.call("event/motion", "set", data: ["sensitivity": 1]).code == 0)
        let shown = try client.read(SectionName(endpoint: "network/ftp"), schema)
        #expect(shown.data["password"] == nil)
        #expect(camera.heldSecrets["network/ftp/password"] == "geheim")
        camera.reboot()
        #expect(camera.heldSecrets["network/ftp/password"] == "geheim")
    }

    // Field facts, Calls: firmware replaces the object that it is given.
    @Test(arguments: [nil, ""]) func aWriteWithoutThePasswordClearsIt(text: String?) throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        #expect(try write(["username": "u", "password": "geheim"], to: "network/ftp", client) == 0)
        #expect(try write(["username": "u", "password": text], to: "network/ftp", client) == 0)
        #expect(camera.heldSecrets["network/ftp/password"] == "")
        #expect(camera.heldSecrets["network/ftp/username"] == "u")
    }

    @Test func aMergingCameraKeepsThePasswordThatIsLeftOut() throws {
        let camera = try TestCameras.camera { $0.writes = .merge }
        let client = DirectClient.loggedIn(to: camera)
        #expect(try write(["username": "u", "password": "geheim"], to: "network/ftp", client) == 0)
        #expect(try write(["username": "u"], to: "network/ftp", client) == 0)
        #expect(camera.heldSecrets["network/ftp/password"] == "geheim")
    }
}
