package import CameraSchema
package import HTTPTransport
package import JSONTree

/// One session with one camera. It is not `Sendable`: whoever holds it makes one call at a time,
/// which is what the cameras' small web servers ask for (field facts, Calls).
package final class CameraSession {
    private let sender: CallSender
    private let login: CameraLogin
    private var cookie: String
    private var lastHeartBeat = ContinuousClock.now
    private var encryption: Lookup<FieldEncryption> = .notAskedYet
    private var isAbandoned = false

    private enum Lookup<Value> {
        case notAskedYet
        case missing
        case found(Value)
    }

    private init(_ sender: CallSender, _ login: CameraLogin, cookie: String) {
        self.sender = sender
        self.login = login
        self.cookie = cookie
    }

    /// Logs in, runs the body and logs out, whatever the body's end is, cancellation included: cameras have few sessions.
    ///
    /// - Throws: ``CameraError`` if the login fails, and what the body throws.
    package static func with<Result>(
        _ target: CameraTarget, credentials: Credentials, trust: ServerTrust, transport: HTTPTransport,
        schema: CameraSchema, options: ClientOptions, _ body: (CameraSession) async throws -> Result
    ) async throws -> Result {
        let sender = CallSender(
            target: target, transport: transport, trust: trust, options: options,
            wording: CameraErrorWording(camera: target.address, schema: schema))
        let login = CameraLogin(sender: sender, credentials: credentials)
        let session = CameraSession(sender, login, cookie: try await login.cookie())
        do {
            let result = try await body(session)
            await session.end()
            return result
        } catch {
            await session.end()
            throw error
        }
    }

    /// Leaves the session without a logout: the camera has moved, and whoever has its old address now must not hear of it.
    package func abandon() {
        isAbandoned = true
    }

    private func end() async {
        if !isAbandoned { await Self.logOut(sender, cookie) }
    }

    /// In a task of its own, because the body's may be cancelled. A logout that fails is no error: the session ends by itself.
    private static func logOut(_ sender: CallSender, _ cookie: String) async {
        await Task { _ = try? await sendSessionCall("session/logout", cookie: cookie, over: sender) }.value
    }

    /// A call that tells the camera something about the session, and that may be said twice.
    private static func sendSessionCall(
        _ endpoint: String, cookie: String, over sender: CallSender
    ) async throws(CameraError) {
        var sender = sender
        sender.options.timeout = min(sender.options.timeout, sender.options.sessionCallTimeout)
        let call = CallSender.Call(endpoint: endpoint, action: .set, data: ["cookie": .string(cookie)], cookie: cookie)
        _ = try await sender.send(call, .once)
    }

    // MARK: - Calls

    /// An answer to a get, with what opens its encrypted values.
    package struct Reading {
        package let answer: Answer
        /// Nil where the message is not encrypted, or the camera does not say how it encrypts.
        package let cipher: FieldCipher?
    }

    /// Reads an endpoint.
    ///
    /// - Parameter selector: the value of the endpoint's selector, if it has one
    /// - Throws: ``CameraError``
    package func read(_ endpoint: Endpoint, selector: Int? = nil) async throws(CameraError) -> Reading {
        var members = endpoint.arguments
        if let selector, let argument = endpoint.selector?.argument {
            members = members ?? JSONObject()
            members?[argument] = .integer(selector)
        }
        var cipher: FieldCipher?
        if let names = endpoint.encryption[.get], let encryption = try await fieldEncryption() {
            guard let message = try? encryption.message(names) else {
                throw sender.wording.error(
                    .malformedAnswer("its field encryption cannot be used"), endpoint: endpoint.name)
            }
            members = JSONObject((members.map(Array.init) ?? []).map { ($0.key, $0.value) })
            for (name, value) in message.members { members?[name] = value }
            cipher = message.cipher
        }
        let answer = try await call(endpoint.name, .get, data: members.map(JSONValue.object) ?? .null)
        return Reading(answer: answer, cipher: cipher)
    }

    /// Sends a set. A connection that breaks is not repaired by sending it again: the write may have been applied.
    ///
    /// - Parameter message: makes the data; its argument encrypts a text for this message. It is called once for each time
    ///   that the request is sent, which is twice if the camera had forgotten the session: each has its own time and IV.
    /// - Throws: ``CameraError``; ``WriteRefusal`` if nothing was sent because the camera offers no encryption for values
    ///   that must not travel in clear; what `message` throws
    package func write(
        _ endpoint: Endpoint, _ message: (_ encrypt: @escaping (String) -> String) throws -> JSONValue
    ) async throws {
        let encryption = endpoint.encryption[.set] == nil ? nil : try await fieldEncryption()
        try await keepAlive()
        do {
            return try await send(endpoint, encryptedBy: encryption, message)
        } catch let error as CameraError where Self.isSessionGone(error) {
            try await renew(after: error)
        }
        do {
            try await send(endpoint, encryptedBy: encryption, message)
        } catch let error as CameraError where Self.isSessionGone(error) {
            throw sender.wording.error(.sessionLost, endpoint: endpoint.name, sent: error.sent)
        }
    }

    private func send(
        _ endpoint: Endpoint, encryptedBy encryption: FieldEncryption?,
        _ message: (@escaping (String) -> String) throws -> JSONValue
    ) async throws {
        let envelope = try endpoint.encryption[.set].flatMap { names in try encryption?.message(names) }
        let values = MessageEncryption(envelope?.cipher)
        var data = try message(values.encrypt)
        guard !values.hasFailed else { throw WriteRefusal.noEncryption(endpoint: endpoint.name) }
        if let members = envelope?.members, let object = data.objectValue {
            data = .object(JSONObject((Array(members) + Array(object)).map { ($0.key, $0.value) }))
        }
        let call = CallSender.Call(endpoint: endpoint.name, action: .set, data: data, cookie: cookie)
        _ = try await sender.send(call, .never)
    }

    /// Fetches a file from the camera, such as the vendor archive.
    ///
    /// - Parameter path: a path on this camera; see ``ArchivePath``
    package func file(_ path: ArchivePath, endpoint: String) async throws(CameraError) -> [UInt8] {
        try await inSession(endpoint) { (cookie) async throws(CameraError) in
            try await sender.file(path: path.text, cookie: cookie, endpoint: endpoint)
        }
    }

    /// Where an archive of parameters is uploaded (field facts, Calls, import).
    private static let importPath = "/params.html"

    /// Gives the camera an archive of its parameters, after which it restarts. It is never sent twice, and no logout follows:
    /// the sessions are gone with the restart.
    ///
    /// - Returns: whether the camera answered; it often does not
    /// - Throws: ``CameraError`` if it refused the archive, or nothing of it can have arrived
    package func upload(archive: [UInt8]) async throws(CameraError) -> Bool {
        try await keepAlive()
        let answered = try await sender.upload(archive, path: Self.importPath, cookie: cookie)
        abandon()
        return answered
    }

    private func fieldEncryption() async throws(CameraError) -> FieldEncryption? {
        switch encryption {
        case .found(let known): return known
        case .missing: return nil
        case .notAskedYet: break
        }
        let user = login.credentials.user
        do throws(CameraError) {
            let answer = try await call("security/capability", .get, data: ["username": .string(user)])
            encryption = FieldEncryption(capability: answer.data, loginName: user).map(Lookup.found) ?? .missing
        } catch  where error.meansUnsupported || error.isRefusal {
            encryption = .missing
        }
        if case .found(let known) = encryption { return known }
        return nil
    }

    private func call(
        _ endpoint: String, _ action: Endpoint.Action, data: JSONValue
    ) async throws(CameraError) -> Answer {
        try await inSession(endpoint) { (cookie) async throws(CameraError) in
            let call = CallSender.Call(endpoint: endpoint, action: action, data: data, cookie: cookie)
            return try await sender.send(call, action == .get ? .once : .never)
        }
    }

    /// Sends something with the session's cookie: kept alive before, and once more after one new login if the camera has
    /// forgotten the session. What was refused for want of a session had no effect, so this holds for writes as well.
    private func inSession<Value>(
        _ endpoint: String, _ send: (String) async throws(CameraError) -> Value
    ) async throws(CameraError) -> Value {
        try await keepAlive()
        do throws(CameraError) {
            return try await send(cookie)
        } catch  where Self.isSessionGone(error) {
            try await renew(after: error)
        }
        do throws(CameraError) {
            return try await send(cookie)
        } catch  where Self.isSessionGone(error) {
            throw sender.wording.error(.sessionLost, endpoint: endpoint, sent: error.sent)
        }
    }

    private func renew(after error: CameraError) async throws(CameraError) {
        // HTTP 401 may concern one endpoint alone: the session, if it is still open, must not stay so.
        if case .status = error.cause { await Self.logOut(sender, cookie) }
        cookie = try await login.cookie()
        lastHeartBeat = .now
    }

    private func keepAlive() async throws(CameraError) {
        guard ContinuousClock.now - lastHeartBeat >= sender.options.heartBeatInterval else { return }
        lastHeartBeat = .now
        do throws(CameraError) {
            try await Self.sendSessionCall("session/heart-beat", cookie: cookie, over: sender)
        } catch {
            // The call that follows finds out whether the session is gone.
            if error.endsWalk { throw error }
        }
    }

    /// 101: not logged in; 103: timed out; HTTP 401 (field facts, Session 5 and 6).
    private static func isSessionGone(_ error: CameraError) -> Bool {
        switch error.cause {
        case .refused(let code): code == "101" || code == "103"
        case .status(let status): status == 401
        default: false
        }
    }
}
