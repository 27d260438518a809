import CameraSchema
import JSONTree

/// The login of field facts, Session 1 to 3.
struct CameraLogin: Sendable {
    let sender: CallSender
    let credentials: Credentials

    /// Codes that say that a camera has no session free (field facts, Calls).
    private static let busyCodes: Set<String> = ["4001"]

    /// - Returns: the cookie, `sessionID=…`
    /// - Throws: ``CameraError``; a refused password is never tried again, a camera without a free session is, after a pause.
    func cookie() async throws(CameraError) -> String {
        var pause = sender.options.busyPause
        for _ in 0..<sender.options.busyRetries {
            do {
                return try await logIn()
            } catch {
                guard case .tooManySessions = error.cause else { throw error }
            }
            do {
                try await Task.sleep(for: pause * Double.random(in: 0.5...1.5))
            } catch {
                throw cancelled
            }
            pause *= 2
        }
        return try await logIn()
    }

    private var cancelled: CameraError {
        sender.wording.error(.cancelled, endpoint: "session/login")
    }

    private func logIn() async throws(CameraError) -> String {
        let (sessionID, challenge) = try await challenge()
        let datetime = LocalTime.now
        let digest = LoginDigest.digest(
            user: credentials.user, password: credentials.password.text, datetime: datetime, challenge)
        let answer = try await sendToTheEnd(
            [
                "username": .string(credentials.user), "loginEncryptionType": "sha256-1", "password": .string(digest),
                "sessionID": .string(sessionID), "datetime": .string(datetime),
            ], to: "session/login")
        guard let cookie = answer.data["cookie"]?.stringValue, Self.isCookie(cookie) else {
            throw unknown("the answer has no cookie", of: "session/login")
        }
        return cookie.hasPrefix("sessionID=") ? cookie : "sessionID=" + cookie
    }

    private func challenge() async throws(CameraError) -> (sessionID: String, LoginDigest.Challenge) {
        let endpoint = "session/login-capabilities"
        let data = try await send(.get, ["username": .string(credentials.user)], to: endpoint).data
        let methods = data["encryptionType"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard methods.contains("sha256-1") else { throw unknown("sha256-1 is not among its methods", of: endpoint) }
        guard let sessionID = data["sessionID"]?.stringValue, let parameters = data["param"],
            let challenge = parameters["challenge"]?.stringValue, let salt = parameters["salt"]?.stringValue
        else { throw unknown("sessionID, challenge or salt is missing", of: endpoint) }
        let isIterated = parameters["enableIteration"].map { $0 == true || $0.wholeNumber == 1 } ?? false
        let iterations = isIterated ? parameters["iterations"]?.wholeNumber ?? 0 : 0
        guard (0...IteratedHash.maximumRounds).contains(iterations) else {
            throw unknown("it asks for \(iterations) rounds", of: endpoint)
        }
        return (sessionID, LoginDigest.Challenge(salt: salt, challenge: challenge, iterations: iterations))
    }

    /// In a task of its own, which is not cancelled: without the answer's cookie nobody could log out the session that the
    /// camera may have opened.
    private func sendToTheEnd(_ data: JSONValue, to endpoint: String) async throws(CameraError) -> Answer {
        try await Task { () async -> Result<Answer, CameraError> in
            do throws(CameraError) {
                return .success(try await send(.set, data, to: endpoint))
            } catch {
                return .failure(error)
            }
        }.value.get()
    }

    /// Any refusal here is one of the login: of the password, unless the camera says that it has no session free.
    private func send(
        _ action: Endpoint.Action, _ data: JSONValue, to endpoint: String
    ) async throws(CameraError) -> Answer {
        let call = CallSender.Call(endpoint: endpoint, action: action, data: data)
        do throws(CameraError) {
            return try await sender.send(call, action == .get ? .once : .never)
        } catch {
            let cause: CameraError.Cause =
                switch error.cause {
                case .refused(let code) where Self.busyCodes.contains(code): .tooManySessions(.code(code))
                case .refused(let code): .passwordRefused(.code(code))
                case .status(let status) where status == 401 || status == 403: .passwordRefused(.status(status))
                case .status(503): .tooManySessions(.status(503))
                default: throw error
                }
            throw sender.wording.error(cause, endpoint: endpoint, sent: error.sent)
        }
    }

    private func unknown(_ reason: String, of endpoint: String) -> CameraError {
        sender.wording.error(.unknownLogin(reason), endpoint: endpoint)
    }

    /// The cookie goes into a header: it must not be able to end it.
    private static func isCookie(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 256
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
    }
}
