import JSONTree

/// A page of the camera's web server.
enum WebPage {
    static func reply(status: Int, title: String) -> SimulatedReply {
        SimulatedReply(
            status: status, headers: [HTTPField("Content-Type", "text/html")],
            body: .bytes(Array("<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>".utf8)))
    }
}

extension CameraState {
    /// Lets the faults of a call act before and after the camera processes it.
    mutating func faulty(_ call: Call, process: (inout CameraState) -> SimulatedReply) -> SimulatedReply {
        var reply: SimulatedReply
        if let early = early(call) {
            reply = early
        } else {
            reply = process(&self)
            for fault in call.faults {
                late(fault, &reply)
            }
        }
        for fault in call.faults {
            switch fault {
            case .slow(let duration): reply.delay += duration
            case .closeAfterAnswer: reply.connection = .closeSilently
            case .connectionClose: reply.connection = .closeAnnounced
            default: break
            }
        }
        return reply
    }

    /// Faults that leave the request without any effect.
    private mutating func early(_ call: Call) -> SimulatedReply? {
        for fault in call.faults {
            switch fault {
            case .drop, .closeKeepAlive: return SimulatedReply(.drop)
            case .reboot:
                reboot()
                var reply = SimulatedReply(.drop)
                reply.offline = options.rebootDuration
                return reply
            case .noise: return SimulatedReply(.raw([0x00, 0xFF, 0x13, 0x37] + Array("garbage\n".utf8)))
            case .expireSession:
                if let id = call.sessionID { sessions.close(id) }
                return json(APIReply(.noSession), call)
            case .unauthorized: return WebPage.reply(status: 401, title: "Unauthorized")
            case .tooManySessions: return json(APIReply(.tooManySessions), call)
            case .garbage: return body([0x7B, 0x22, 0xC3, 0x28, 0x00, 0xFF, 0xFE] + Array("]]}}<<".utf8))
            case .huge(let size):
                return SimulatedReply(
                    headers: Self.jsonHeaders,
                    body: .repeating(
                        head: Array("{\"code\":0,\"msg\":\"".utf8), unit: Array("x".utf8), count: max(0, size - 30),
                        tail: Array("\",\"data\":null}".utf8)))
            case .endless:
                return SimulatedReply(
                    headers: Self.jsonHeaders,
                    body: .repeating(
                        head: Array("{\"code\":0,\"data\":[".utf8), unit: Array("0,".utf8), count: nil, tail: []))
            case .deep(let depth):
                return body(
                    Array("{\"code\":0,\"msg\":null,\"data\":".utf8)
                        + [UInt8](repeating: UInt8(ascii: "["), count: depth)
                        + [UInt8](repeating: UInt8(ascii: "]"), count: depth) + Array("}".utf8))
            case .html: return WebPage.reply(status: 200, title: "Login")
            case .empty: return body([])
            case .status(let status): return WebPage.reply(status: status, title: "Error \(status)")
            case .redirect:
                var reply = WebPage.reply(status: 302, title: "Moved")
                reply.addHeader(HTTPField("Location", "http://192.0.2.1\(call.request.path)"))
                return reply
            case .refuseWrites(let code):
                var refusal = APIReply(.badParameter)
                refusal.code = code
                return json(refusal, call)
            case .ignoreWrites:
                return json(APIReply(), call)
            default: continue
            }
        }
        return nil
    }

    /// Faults that strike after the camera has done what it was asked.
    private mutating func late(_ fault: Fault.Kind, _ reply: inout SimulatedReply) {
        switch fault {
        case .loseAfterWrite:
            reply.outcome = .drop
        case .rebootAfterWrite:
            if reply.offline == nil { reboot() }
            reply.outcome = .drop
            reply.offline = options.rebootDuration
        case .truncate:
            guard case .answer(var answer) = reply.outcome, case .bytes(let bytes) = answer.body else { return }
            answer.body = .truncated(Array(bytes.prefix(bytes.count / 2)), announced: bytes.count)
            reply.outcome = .answer(answer)
        default:
            return
        }
    }

    /// The reply with a JSON answer of the API, spelled as the faults of the call demand.
    func json(_ answer: APIReply, _ call: Call) -> SimulatedReply {
        if answer.isDropped {
            var reply = SimulatedReply(.drop)
            reply.offline = answer.offline
            return reply
        }
        var envelope = answer.envelope
        if call.faults.contains(.wrongCodeType) {
            envelope = envelope.setting(.string(String(answer.code)), at: ["code"])
        }
        var reply = body(ReplyText.bytes(of: envelope, faults: call.faults))
        for header in answer.headers { reply.addHeader(header) }
        reply.offline = answer.offline
        return reply
    }

    private func body(_ bytes: [UInt8]) -> SimulatedReply {
        SimulatedReply(headers: Self.jsonHeaders, body: .bytes(bytes))
    }

    private static let jsonHeaders = [HTTPField("Content-Type", "application/json; charset=utf-8")]
}

extension SimulatedReply {
    mutating func addHeader(_ field: HTTPField) {
        guard case .answer(var answer) = outcome else { return }
        answer.headers.append(field)
        outcome = .answer(answer)
    }
}
