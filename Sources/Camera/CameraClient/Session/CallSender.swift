import CameraSchema
import HTTPTransport
import JSONTree

/// Sends single calls to one camera and reads their envelopes; knows nothing of sessions.
struct CallSender: Sendable {
    let target: CameraTarget
    let transport: HTTPTransport
    let trust: ServerTrust
    var options: ClientOptions
    let wording: CameraErrorWording

    /// One call of the API.
    struct Call: Sendable {
        /// `event/motion`
        var endpoint: String
        var action: Endpoint.Action
        var data: JSONValue
        /// `sessionID=…`
        var cookie: String?

        var body: JSONValue {
            ["action": .string(action.rawValue), "data": data]
        }

        /// The request for an error message, with what is secret left out.
        var summary: String {
            data == .null ? action.rawValue : "\(action.rawValue) " + Self.masked(data).compactText
        }

        /// Selectors are worth reading; every text might be a secret.
        private static func masked(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(let text): text.isEmpty ? value : "…"
            case .array(let items): .array(items.map(masked))
            case .object(let object): .object(JSONObject(object.map { ($0.key, masked($0.value)) }))
            default: value
            }
        }
    }

    /// Whether a call may be repeated after its connection broke.
    enum Repetition {
        /// A read changes nothing, nor does a logout's or heart-beat's second time: once more on a fresh connection
        /// (field facts, Calls).
        case once
        /// A write may have been applied already. It goes over a fresh connection at once, as a kept one may be closed
        /// by the camera just before.
        case never
    }

    /// - Throws: ``CameraError`` for every answer but one with `code` 0.
    func send(_ call: Call, _ repetition: Repetition) async throws(CameraError) -> Answer {
        do {
            return try await send(call, repetition == .once ? .first : .only)
        } catch  where repetition == .once && Self.isWorthRepeating(error) {
            return try await send(call, .second)
        }
    }

    private enum Attempt {
        case only
        case first
        case second
    }

    private static func isWorthRepeating(_ error: CameraError) -> Bool {
        switch error.cause {
        case .emptyAnswer: true
        case .transport(let error): error.kind == .connectionDropped
        default: false
        }
    }

    private func send(_ call: Call, _ attempt: Attempt) async throws(CameraError) -> Answer {
        let limit = ClientOptions.maximumAnswerBytes
        let request = HTTPRequest(
            .post(body: JSONWriter.compact(call.body)), url: target.url(path: "/api/" + call.endpoint),
            headers: headers(call.cookie), limits: limits(options.timeout, bytes: limit), trust: trust)
        let response = try await response(to: request, of: call.endpoint, summary: call.summary, attempt: attempt)
        do throws(Envelope.Fault) {
            let envelope = try Envelope(response, maximumBytes: limit)
            guard envelope.code == "0" else {
                throw Envelope.Fault(cause: .refused(code: envelope.code))
            }
            return envelope.answer
        } catch {
            throw wording.error(
                error.cause, endpoint: call.endpoint, sent: call.summary, wasRepeated: attempt == .second)
        }
    }

    /// Some firmware answers a write without the charset with `code` 0 and changes nothing (field facts, Calls).
    private func headers(_ cookie: String?) -> [HTTPHeader] {
        let common = [
            HTTPHeader("Content-Type", "application/json; charset=utf-8"), HTTPHeader("Accept", "application/json"),
            HTTPHeader("Api-Version", "v1.2.0"),
        ]
        return common + (cookie.map { [HTTPHeader("Cookie", $0)] } ?? [])
    }

    private func limits(_ timeout: Duration, bytes: Int) -> HTTPLimits {
        HTTPLimits(
            connectTimeout: options.connectTimeout, totalTimeout: timeout, maximumBodyBytes: bytes,
            maximumHeaderBytes: 64 << 10)
    }

    private func response(
        to request: HTTPRequest, of endpoint: String, summary: String, attempt: Attempt
    ) async throws(CameraError) -> HTTPResponse {
        var request = request
        request.freshConnection = attempt != .first
        do throws(TransportError) {
            return try await transport.send(request)
        } catch {
            throw wording.error(
                .transport(error), endpoint: endpoint, sent: summary, wasRepeated: attempt == .second)
        }
    }

    /// Fetches a file from a path on the camera; like every read once more after its connection broke.
    ///
    /// - Throws: ``CameraError`` for every status but 200, for an empty file and for a web page.
    func file(path: String, cookie: String?, endpoint: String) async throws(CameraError) -> [UInt8] {
        do {
            return try await file(path: path, cookie: cookie, endpoint: endpoint, attempt: .first)
        } catch  where Self.isWorthRepeating(error) {
            return try await file(path: path, cookie: cookie, endpoint: endpoint, attempt: .second)
        }
    }

    private func file(
        path: String, cookie: String?, endpoint: String, attempt: Attempt
    ) async throws(CameraError) -> [UInt8] {
        let limits = limits(options.archiveTimeout, bytes: ClientOptions.maximumArchiveBytes)
        let request = HTTPRequest(
            .get, url: target.url(path: path), headers: cookie.map { [HTTPHeader("Cookie", $0)] } ?? [], limits: limits,
            trust: trust)
        let summary = "GET of a file"
        let response = try await response(to: request, of: endpoint, summary: summary, attempt: attempt)
        if let cause = Envelope.unusable(response) {
            throw wording.error(cause, endpoint: endpoint, sent: summary, wasRepeated: attempt == .second)
        }
        return response.body
    }

    /// Uploads an archive as the camera's web page does (field facts, Calls, import): one part named `file`.
    ///
    /// - Returns: whether the camera answered; it often restarts without an answer
    /// - Throws: ``CameraError`` if it refused the archive, or nothing of the request can have arrived
    func upload(_ archive: [UInt8], path: String, cookie: String) async throws(CameraError) -> Bool {
        let summary = "an archive"
        // A boundary that the archive does not hold by chance.
        let boundary = "----camkeep" + (0..<4).map { _ in String(UInt64.random(in: 0 ... .max), radix: 16) }.joined()
        let head =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"params.zip\"\r\n"
            + "Content-Type: application/x-zip-compressed\r\n\r\n"
        let body = Array(head.utf8) + archive + Array("\r\n--\(boundary)--\r\n".utf8)
        let request = HTTPRequest(
            .post(body: body), url: target.url(path: path),
            headers: [
                HTTPHeader("Content-Type", "multipart/form-data; boundary=\(boundary)"), HTTPHeader("Cookie", cookie),
            ],
            limits: limits(options.archiveTimeout, bytes: ClientOptions.maximumAnswerBytes), trust: trust,
            freshConnection: true)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(request)
        } catch {
            if error.requestMayHaveArrived, error.kind != .cancelled { return false }
            throw wording.error(.transport(error), endpoint: nil, sent: summary)
        }
        do throws(Envelope.Fault) {
            let envelope = try Envelope(response, maximumBytes: ClientOptions.maximumAnswerBytes)
            guard envelope.code == "0" else { throw Envelope.Fault(cause: .refused(code: envelope.code)) }
        } catch {
            switch error.cause {
            case .refused, .status: throw wording.error(error.cause, endpoint: nil, sent: summary)
            // A page of its own, or nothing: the camera will show what it made of it.
            default: return true
            }
        }
        return true
    }

    /// The camera's TLS key, asked for by a call that says nothing secret (document 7.2.1 needs no login).
    func serverKey() async throws(CameraError) -> HTTPResponse {
        let call = Call(endpoint: "system/platform-capabilities", action: .get, data: .object(JSONObject()))
        let request = HTTPRequest(
            .post(body: JSONWriter.compact(call.body)), url: target.url(path: "/api/" + call.endpoint),
            headers: headers(nil), limits: limits(options.timeout, bytes: ClientOptions.maximumAnswerBytes),
            trust: .recordKey)
        return try await response(to: request, of: call.endpoint, summary: call.summary, attempt: .only)
    }
}
