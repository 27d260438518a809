import HTTPTransport
import Testing

struct FailureTests {
    /// An answer that is no answer, and what has to be said about it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: TransportError.Kind
        let answer: LoopbackServer.Answer

        init(_ name: String, _ kind: TransportError.Kind, _ answer: @escaping LoopbackServer.Answer) {
            testDescription = name
            self.kind = kind
            self.answer = answer
        }

        /// Sends `text` and closes.
        static func text(_ name: String, _ kind: TransportError.Kind, _ text: String) -> Case {
            Case(name, kind) { _, connection in
                connection.send(text)
                return false
            }
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\n"

    private static let cases: [Case] = [
        Case("dropped before any byte", .connectionDropped) { _, _ in false },
        Case("reset before any byte", .connectionDropped) { _, connection in
            connection.reset()
            return false
        },
        .text("dropped in the status line", .connectionDropped, "HTTP/1.1 2"),
        .text("dropped in the headers", .connectionDropped, head + "Content-Length: 3"),
        .text("dropped after a header line", .connectionDropped, head + "Content-Length: 3\r\n"),
        .text("dropped after an answer in advance", .connectionDropped, "HTTP/1.1 100 Continue\r\n\r\n"),
        .text("dropped after the status line of many", .connectionDropped, "HTTP/1.1 100 Continue\r\n\r\n" + head),
        .text("truncated body", .connectionDropped, head + "Content-Length: 10\r\n\r\nabc"),
        .text("truncated chunk", .connectionDropped, head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        .text("no last chunk", .connectionDropped, head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"),
        .text("garbage", .malformedResponse, "\u{1}\u{2}\u{3} garbage\r\n\r\n"),
        .text("HTML without a status line", .malformedResponse, "<html>not found</html>"),
        .text("status line without a number", .malformedResponse, "HTTP/1.1 abc\r\n\r\n"),
        .text("announces too much", .bodyTooLarge(limit: 1000), head + "Content-Length: 1001\r\n\r\n"),
        .text(
            "announces absurdly much", .bodyTooLarge(limit: 1000), head + "Content-Length: 9000000000000000000\r\n\r\n"),
        .text(
            "too much until the end", .bodyTooLarge(limit: 1000), head + "\r\n" + String(repeating: "x", count: 1001)),
        Case("endless chunks", .bodyTooLarge(limit: 1000)) { _, connection in
            connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
            while connection.send("10\r\n0123456789abcdef\r\n") {}
            return false
        },
        Case("endless body", .bodyTooLarge(limit: 1000)) { _, connection in
            connection.send(head + "\r\n")
            while connection.send(String(repeating: "x", count: 4096)) {}
            return false
        },
        Case("endless headers", .headersTooLarge) { _, connection in
            connection.send(head)
            while connection.send("X-Header: more\r\n") {}
            return false
        },
        Case("endless header line", .headersTooLarge) { _, connection in
            connection.send(head + "X-Header: ")
            while connection.send(String(repeating: "x", count: 4096)) {}
            return false
        },
        Case("endless status lines", .headersTooLarge) { _, connection in
            while connection.send("HTTP/1.1 100 Continue\r\n\r\n") {}
            return false
        },
        Case("endless trailers", .headersTooLarge) { _, connection in
            connection.send(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n")
            while connection.send("X-Trailer: more\r\n") {}
            return false
        },
    ]

    @Test(arguments: cases)
    func brokenAnswersAreErrorsOfTheirKind(_ broken: Case) async throws {
        try await LoopbackServer.with(answer: broken.answer) { server in
            let request = HTTPRequest(
                .post(body: [1]), url: server.url(), limits: .test(maximumBodyBytes: 1000), trust: .anyKey)
            let error = try await HTTPTransport().failure(of: request)
            #expect(error?.kind == broken.kind, "\(error?.message ?? "no error")")
            #expect(error?.message.isEmpty == false)
            #expect(error?.requestMayHaveArrived == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aBodyOfJustTheLimitPasses() async throws {
        let body = String(repeating: "x", count: 1000)
        try await LoopbackServer.with(answer: { $1.respond(body: body) }) { server in
            let response = try await HTTPTransport().get(server.url(), limits: .test(maximumBodyBytes: 1000))
            #expect(response.text == body)
        }
    }

    @Test func aClosedPortIsTold() async throws {
        let port = try UnusedPort()
        let request = HTTPRequest(.get, url: "http://127.0.0.1:\(port.number)/", limits: .test, trust: .anyKey)
        let error = try await HTTPTransport().failure(of: request)
        #expect(error?.kind == .cannotConnect)
        #expect(error?.requestMayHaveArrived == false)
    }

    // RFC 6761 reserves `.invalid`: no resolver may know it, and no query needs to leave for it to fail.
    @Test func anUnknownNameIsTold() async throws {
        var limits = HTTPLimits.test
        limits.connectTimeout = .seconds(5)
        let request = HTTPRequest(.get, url: "http://camera.invalid/", limits: limits, trust: .anyKey)
        let error = try await HTTPTransport().failure(of: request)
        // Where the resolver itself does not answer, only the time limit ends the lookup.
        #expect(error?.kind == .cannotResolve || error?.kind == .connectTimedOut)
        #expect(error?.requestMayHaveArrived == false)
    }

    @Test(arguments: ["", head, head + "Content-Length: 10\r\n\r\nabc"])
    func aServerThatStallsRunsIntoTheTimeLimit(beginning: String) async throws {
        let answer: LoopbackServer.Answer = { _, connection in
            connection.send(beginning)
            connection.waitForEnd()
            return false
        }
        try await LoopbackServer.with(answer: answer) { server in
            var limits = HTTPLimits.test
            limits.totalTimeout = .milliseconds(200)
            let error = try await HTTPTransport().failure(
                of: HTTPRequest(.get, url: server.url(), limits: limits, trust: .anyKey))
            #expect(error?.kind == .timedOut)
            #expect(error?.requestMayHaveArrived == true)
        }
    }

    // A TLS handshake with a server that never answers is part of connecting.
    @Test func aServerThatStallsTheHandshakeRunsIntoTheConnectLimit() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "") }) { server in
            var limits = HTTPLimits.test
            limits.connectTimeout = .milliseconds(200)
            let url = server.url().replacing("http://", with: "https://")
            let error = try await HTTPTransport().failure(
                of: HTTPRequest(.get, url: url, limits: limits, trust: .anyKey))
            #expect(error?.kind == .connectTimedOut)
            #expect(error?.requestMayHaveArrived == false)
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-5), .nanoseconds(1)])
    func timeLimitsOfNothingAreNotUnlimited(limit: Duration) async throws {
        let answer: LoopbackServer.Answer = { _, connection in
            connection.waitForEnd()
            return false
        }
        try await LoopbackServer.with(answer: answer) { server in
            var limits = HTTPLimits.test
            limits.totalTimeout = limit
            let error = try await HTTPTransport().failure(
                of: HTTPRequest(.get, url: server.url(), limits: limits, trust: .anyKey))
            #expect(error?.kind == .timedOut || error?.kind == .connectTimedOut)
        }
    }
}
