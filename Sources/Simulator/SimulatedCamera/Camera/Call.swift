import CameraSchema
import JSONTree

/// One request on its way through the camera.
struct Call {
    let request: SimulatedRequest
    let route: Route

    /// The parsed body; nil if it is not valid JSON.
    let body: JSONValue?

    var sessionID: String?
    var standing = SessionTable.Standing.unknown
    var faults: [Fault.Kind] = []

    /// The section that it asks for.
    var section: SectionName?

    // For the log.
    var code: Int?
    var isApplied = false

    enum Route {
        case api(Endpoint)
        /// A file of the last export.
        case archive(name: String)
        case importArchive
        case unknown
    }

    private static let limits = JSONReader.Limits(bytes: 8 << 20, depth: 64)

    init(_ request: SimulatedRequest, template: CameraTemplate) {
        self.request = request
        if let name = template.endpointsByPath[request.path], let endpoint = template.schema.endpoints[name] {
            route = template.profile.missing.contains(name) ? .unknown : .api(endpoint)
            body = try? JSONReader.readStrictly(request.body, limits: Self.limits)
        } else {
            body =
                request.path.hasPrefix("/api/")
                ? try? JSONReader.readStrictly(request.body, limits: Self.limits) : nil
            if request.path == "/params.html" {
                route = .importArchive
            } else if request.path.hasPrefix("/filedir/") {
                route = .archive(name: String(request.path.dropFirst("/filedir/".count)))
            } else {
                route = .unknown
            }
        }
    }

    var action: String? { body?["action"]?.stringValue }

    var data: JSONValue { body?["data"] ?? .null }

    var isWrite: Bool {
        switch route {
        case .api(let endpoint): endpoint.kind != .session && (action == "set" || action == "delete")
        case .importArchive: true
        case .archive, .unknown: false
        }
    }

    /// Writes without the charset are answered with code 0 and dropped (field facts, Calls).
    var hasJSONContentType: Bool {
        let value = request.header("Content-Type") ?? ""
        let parts = value.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" } }
        return parts.first == "application/json" && parts.contains("charset=utf-8")
    }

    /// Whether it changes who may log in: accounts, passwords or what recovers them. The document names no such endpoint,
    /// although its codes 211, 220 and 225 answer one. So the path decides, or the members of the data.
    var concernsAccount: Bool {
        guard request.path.hasPrefix("/api/"), let action, action != "get" else { return false }
        if case .api(let endpoint) = route, endpoint.kind == .session { return false }
        let path = request.path.lowercased()
        if path.hasPrefix("/api/security/") || Self.accountWords.contains(where: path.contains(text:)) { return true }
        return data.memberNames.contains { Self.accountMembers.contains($0.lowercased()) }
    }

    private static let accountWords = ["user", "account", "passw"]
    private static let accountMembers: Set<String> = [
        "oldpassword", "newpassword", "oldpwd", "newpwd", "confirmpassword", "userlist", "securityquestion",
    ]

    var endpointName: String? {
        switch route {
        case .api(let endpoint): endpoint.name
        case .archive: "filedir"
        case .importArchive: "params.html"
        case .unknown: nil
        }
    }

    var occasion: FaultPlan.Occasion {
        FaultPlan.Occasion(
            endpoint: endpointName ?? request.path, section: section, action: action, isWrite: isWrite,
            hasSession: standing == .open,
            isOnReusedConnection: request.numberOnConnection > 1)
    }

    func record(number: Int) -> RequestRecord {
        RequestRecord(
            number: number, method: request.method, path: request.path, endpoint: endpointName, action: action,
            section: section, code: code, data: isWrite || concernsAccount ? data : nil, isApplied: isApplied,
            concernsAccount: concernsAccount, faults: faults.map { Fault($0).description })
    }

    /// The session id of a `Cookie` header.
    static func sessionID(inCookie header: String) -> String? {
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].filter({ $0 != " " }) == "sessionID" {
                return parts[1].filter { $0 != " " }
            }
        }
        return nil
    }
}

extension JSONValue {
    /// The names of all members at any depth.
    fileprivate var memberNames: [String] {
        switch self {
        case .object(let members): members.flatMap { [$0.key] + $0.value.memberNames }
        case .array(let items): items.flatMap(\.memberNames)
        default: []
        }
    }
}

/// A JSON answer of the API.
struct APIReply {
    var code: Int
    var message: String?
    var data: JSONValue
    var headers: [HTTPField] = []
    var offline: Duration?
    /// Whether the connection is closed instead of an answer.
    var isDropped = false

    init(_ data: JSONValue = .object(JSONObject())) {
        code = 0
        message = nil
        self.data = data
    }

    init(_ code: DeviceReplyCode) {
        self.code = code.rawValue
        message = code.message
        data = .null
    }

    var envelope: JSONValue {
        .object(
            JSONObject([
                ("code", .integer(code)), ("msg", message.map { .string($0) } ?? .null), ("data", data),
            ]))
    }
}
