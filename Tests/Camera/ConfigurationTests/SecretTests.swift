import CameraSchema
import Configuration
import ConfigurationTestSupport
import JSONTree
import Testing

/// Fills every place of an endpoint, secrets and what looks like one with a mark that must never be seen again.
private struct MarkedMessage {
    static let mark = "S3CRET-MARK"

    enum Manner: CaseIterable {
        case expected
        case encrypted
        /// A list where a text or an object is expected, and the other way round.
        case wrongType
        case bareText
        case nestedObject
    }

    let manner: Manner

    func value(for field: Field) -> JSONValue {
        switch field.type {
        case .object(let fields):
            if let wrong = wrongContainer(field) { return wrong }
            var object = JSONObject()
            for field in fields where !isFlat(field) { object[field.wireName.get] = value(for: field) }
            return .object(addingUndocumented(to: object))
        case .list(let item, _):
            return wrongContainer(field) ?? [value(for: item), value(for: item)]
        default: return field.role == .secret ? secret : plain(field)
        }
    }

    private func isFlat(_ field: Field) -> Bool {
        if case .geometry(let shape) = field.type { shape.isFlat } else { false }
    }

    private func plain(_ field: Field) -> JSONValue {
        field.encryption == .always ? "enc:plain" : 1
    }

    private var secret: JSONValue {
        let mark = JSONValue.string(Self.mark)
        switch manner {
        case .expected, .bareText: return mark
        case .encrypted: return .string("enc:" + Self.mark)
        case .wrongType: return [mark, [mark]]
        case .nestedObject: return ["any": mark, "other": [mark]]
        }
    }

    /// Only what holds a secret: elsewhere a value under an innocent name is no secret.
    private func wrongContainer(_ field: Field) -> JSONValue? {
        guard !field.name.isEmpty, holdsSecret(field) else { return nil }
        switch manner {
        case .expected, .encrypted, .nestedObject: return nil
        case .bareText: return .string(Self.mark)
        case .wrongType:
            if case .list = field.type {
                return ["password": .string(Self.mark), "list": [["userPwd": .string(Self.mark)]]]
            }
            return [.string(Self.mark), ["password ": .string(Self.mark)]]
        }
    }

    private func holdsSecret(_ field: Field) -> Bool {
        switch field.type {
        case .object(let fields): fields.contains(where: holdsSecret)
        case .list(let item, _): holdsSecret(item)
        default: field.role == .secret
        }
    }

    private func addingUndocumented(to object: JSONObject) -> JSONObject {
        var result = object
        let mark = JSONValue.string(Self.mark)
        for name in ["oldPassword", "Authpass ", "accessToken", "userPwd", "ssidSafeKey2", "roCommunity", "cookie2"] {
            result[name] = manner == .wrongType ? [mark] : mark
        }
        result["deep"] = ["inside": [["clientSecret": ["a": mark], "apiKey": 1]]]
        return result
    }
}

@Suite struct SecretTests {
    @Test(arguments: TypeCatalog.all, MarkedMessage.Manner.allCases)
    fileprivate func noSecretIsKept(endpoint: Endpoint, manner: MarkedMessage.Manner) throws {
        let data = MarkedMessage(manner: manner).value(for: endpoint.data)
        for decrypt in [MarkCipher.decrypt, { _ in nil }] {
            let section = Normalizer.normalize(data, of: endpoint, .get, decrypt: decrypt)
            var kept = JSONObject([("config", section.config), ("wire", .object(section.wire.json))])
            for (place, value) in section.undocumented { kept["undocumented \(place)"] = value }
            #expect(!JSONValue.object(kept).compactText.contains(MarkedMessage.mark))
            var dumped = ""
            dump(section, to: &dumped)
            #expect(!dumped.contains(MarkedMessage.mark))
            #expect(!String(reflecting: section).contains(MarkedMessage.mark))
            for place in section.secrets.keys where section.undocumented[place] == nil {
                #expect(section.config[place].flatMap(SecretState.init) != nil || section.undocumentedHolds(place))
            }
        }
    }

    @Test func aValueThatCannotBeOpenedIsReported() throws {
        let endpoint = try #require(TypeCatalog.endpoint)
        let data: JSONValue = ["mail": "garbled", "passcode": "enc:1234", "user": "in clear", "pin": 4711]
        let section = Normalizer.normalize(data, of: endpoint, .get, decrypt: MarkCipher.decrypt)
        #expect(section.unreadable == [JSONPointer(["mail"])])
        #expect(
            section.config == [
                "mail": ["secret": "unreadable"], "passcode": ["secret": "set"], "user": "in clear",
                "pin": ["secret": "set"],
            ])
        #expect(section.secrets[JSONPointer(["passcode"])]?.reveal() == "1234")
        #expect(section.secrets[JSONPointer(["mail"])] == nil)
        #expect(section.wire.clear == [JSONPointer(["user"])])
    }

    @Test func whatCameInClearGoesBackInClear() throws {
        let endpoint = try #require(TypeCatalog.endpoint)
        let data: JSONValue = ["user": "in clear", "passcode": "enc:1234"]
        let section = Normalizer.normalize(data, of: endpoint, .get, decrypt: MarkCipher.decrypt)
        #expect(try WireEncoder.encode(section, of: endpoint, .get, encrypt: MarkCipher.encrypt) == data)
    }

    @Test func anEmptySecretIsToldFromOneThatIsSet() throws {
        let endpoint = try #require(TypeCatalog.endpoint)
        let section = Normalizer.normalize(["passcode": "", "pin": .null, "oldPassword": ""], of: endpoint)
        #expect(section.config == ["passcode": ["secret": "empty"], "pin": ["secret": "empty"]])
        #expect(section.undocumented == [JSONPointer(["oldPassword"]): ["secret": "empty"]])
    }

    @Test func secretsThatAreNotAtHandAreLeftOut() throws {
        let endpoint = try #require(TypeCatalog.endpoint)
        var section = Normalizer.normalize(["counter ": 3, "passcode": "x", "oldPassword": "y"], of: endpoint)
        section.secrets = [:]
        #expect(try WireEncoder.encode(section, of: endpoint, .set) == ["cnt": 3])
    }

    @Test func aSecretNeverShowsItself() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump([JSONPointer(["a"]): secret], to: &dumped)
        let shown = [
            "\(secret)", String(describing: secret), String(reflecting: [secret]), "\(Optional(secret) as Any)", dumped,
        ]
        #expect(shown.allSatisfy { !$0.contains("hunter2") })
        #expect(secret.reveal() == "hunter2")
    }
}

extension NormalizedSection {
    /// Whether the place lies inside a member that the schema does not know.
    fileprivate func undocumentedHolds(_ place: JSONPointer) -> Bool {
        undocumented.keys.contains { $0.contains(place) }
    }
}
