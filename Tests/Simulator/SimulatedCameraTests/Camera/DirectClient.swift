import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

/// Calls a camera's answer function directly, in the words of the API.
struct DirectClient {
    let camera: SimulatedCamera
    var cookie: String?

    struct Answer {
        var reply: SimulatedReply
        var json: JSONValue?
        var bytes: [UInt8]

        var code: Int? { json?["code"]?.integerValue }
        var data: JSONValue { json?["data"] ?? .null }

        var isDropped: Bool {
            if case .drop = reply.outcome { true } else { false }
        }

        var status: Int? {
            if case .answer(let answer) = reply.outcome { answer.status } else { nil }
        }

        func header(_ name: String) -> String? {
            guard case .answer(let answer) = reply.outcome else { return nil }
            return answer.headers.first { $0.name == name }?.value
        }
    }

    static let jsonType = HTTPField("Content-Type", "application/json; charset=utf-8")
    static let datetime = "2021-03-06T10:47:05"
    static let iv = "afe13ds34cdjk08c"

    init(_ camera: SimulatedCamera) {
        self.camera = camera
    }

    /// A client that is logged in as admin/12345.
    static func loggedIn(to camera: SimulatedCamera) -> DirectClient {
        var client = DirectClient(camera)
        client.logIn()
        return client
    }

    func send(
        _ method: String = "POST", _ path: String, body: [UInt8] = [], headers: [HTTPField] = [jsonType],
        numberOnConnection: Int = 1
    ) -> Answer {
        var request = SimulatedRequest(
            method: method, path: path, headers: headers, body: body, numberOnConnection: numberOnConnection)
        if let cookie { request.headers.append(HTTPField("Cookie", cookie)) }
        let reply = camera.answer(request)
        guard case .answer(let answer) = reply.outcome, case .bytes(let bytes) = answer.body else {
            return Answer(reply: reply, json: nil, bytes: [])
        }
        let json = try? JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 64))
        return Answer(reply: reply, json: json, bytes: bytes)
    }

    func call(
        _ endpoint: String, _ action: String, data: JSONValue = .null, headers: [HTTPField] = [jsonType]
    ) -> Answer {
        let body: JSONValue = ["action": .string(action), "data": data]
        return send("POST", "/api/\(endpoint)", body: JSONWriter.compact(body), headers: headers)
    }

    @discardableResult
    mutating func logIn(
        user: String = "admin", password: String = "12345", datetime: String = DirectClient.datetime
    ) -> Answer {
        let offer = call("session/login-capabilities", "get", data: ["username": .string(user)]).data
        let digest = DigestRules.loginDigest(
            username: user, password: password, salt: offer["param"]?["salt"]?.stringValue ?? "",
            challenge: offer["param"]?["challenge"]?.stringValue ?? "", datetime: datetime,
            iterations: offer["param"]?["enableIteration"] == true ? offer["param"]?["iterations"]?.integerValue : nil)
        let answer = call(
            "session/login", "set",
            data: [
                "username": .string(user), "loginEncryptionType": "sha256-1", "password": .string(digest),
                "sessionID": offer["sessionID"] ?? .null, "datetime": .string(datetime),
            ])
        cookie = answer.data["cookie"]?.stringValue ?? cookie
        return answer
    }

    /// The members that an encrypted message carries, and the codec that goes with them.
    func encryption(
        _ names: EncryptionNames, datetime: String = DirectClient.datetime
    ) throws -> (members: JSONObject, codec: FieldCodec) {
        let param = call("security/capability", "get", data: ["username": "admin"]).data["param"]?["aes128-1"]
        let key = DigestRules.fieldKey(
            loginName: "admin", salt: param?["salt"]?.stringValue ?? "", datetime: datetime,
            iterations: param?["iterations"]?.integerValue ?? 0)
        var members = JSONObject()
        members[names.loginName] = "admin"
        members[names.encryptionType] = "aes128-1"
        members[names.datetime] = .string(datetime)
        members[names.iv] = .string(Self.iv)
        return (members, try #require(FieldCodec(key: key, iv: Self.iv)))
    }

    /// Reads a section with the arguments that the schema names.
    func read(_ section: SectionName, _ schema: CameraSchema) throws -> Answer {
        let endpoint = try #require(schema.endpoint(of: section))
        var data = endpoint.arguments
        if let selector = section.selector {
            data = data ?? JSONObject()
            data?[selector.argument] = .integer(selector.value)
        }
        if let names = endpoint.encryption[.get] {
            data = try encryption(names).members
        }
        return call(section.endpoint, "get", data: data.map { .object($0) } ?? .null)
    }
}
