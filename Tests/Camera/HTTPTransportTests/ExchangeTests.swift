import HTTPTransport
import Testing

struct ExchangeTests {
    @Test func aTransportWithoutANetworkAnswersInTheProcess() async throws {
        let transport = HTTPTransport { request in
            request.url.hasSuffix("/gone") ? nil : HTTPResponse(status: 200, headers: [], body: Array("here".utf8))
        }
        func send(_ path: String) async throws(TransportError) -> HTTPResponse {
            // Of the documentation's network: nobody is there.
            try await transport.send(
                HTTPRequest(.get, url: "http://192.0.2.1:1\(path)", limits: .test, trust: .anyKey))
        }
        #expect(try await send("/x").text == "here")
        let error = await #expect(throws: TransportError.self) { try await send("/gone") }
        #expect(error?.kind == .connectionDropped && error?.requestMayHaveArrived == true)
        transport.shutdown()
    }

    @Test func requestArrivesAsGivenAndTheAnswerComesBack() async throws {
        let answer: LoopbackServer.Answer = { _, connection in
            connection.respond(
                "207 Odd", ["X-One: 1 ", "Set-Cookie: a=b", "set-cookie:c=d", "X-Empty:"], body: "héllo")
        }
        try await LoopbackServer.with(answer: answer) { server in
            let transport = try HTTPTransport()
            let headers = [
                HTTPHeader("Content-Type", "application/json; charset=utf-8"), HTTPHeader("Cookie", "sessionID=1"),
                HTTPHeader("X-Empty", ""),
            ]
            let response = try await transport.send(
                HTTPRequest(
                    .post(body: Array(#"{"a":1}"#.utf8)), url: server.url("/api/../x?q=1"), headers: headers,
                    limits: .test, trust: .anyKey))

            #expect(response.status == 207)
            #expect(response.text == "héllo")
            #expect(response.value(ofHeader: "x-ONE") == "1")
            #expect(response.values(ofHeader: "Set-Cookie") == ["a=b", "c=d"])
            #expect(response.value(ofHeader: "X-Empty") == "")
            #expect(response.value(ofHeader: "X-None") == nil)
            #expect(response.serverKey == nil)
            #expect(!response.connectionReused)

            let request = try #require(server.requests.first)
            #expect(request.line == "POST /api/../x?q=1 HTTP/1.1")
            #expect(request.header("Content-Type") == "application/json; charset=utf-8")
            #expect(request.header("Cookie") == "sessionID=1")
            #expect(request.header("X-Empty") == "")
            #expect(request.header("Expect") == nil)
            #expect(request.header("Accept-Encoding") == nil)
            #expect(request.body == Array(#"{"a":1}"#.utf8))
        }
    }

    @Test(arguments: [0, 1, 5000, 2_000_000])
    func bodiesOfAnySizeArriveWithoutAWaitForContinue(count: Int) async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "\($0.body.count)") }) { server in
            let transport = try HTTPTransport()
            let response = try await transport.post(String(repeating: "x", count: count), to: server.url())
            #expect(response.text == "\(count)")
            #expect(server.requests.first?.header("Expect") == nil)
            #expect(server.requests.first?.header("Content-Type") == nil)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", "abc"),
        ("HTTP/1.0 200 OK\r\n\r\nuntil the end", "until the end"),
        ("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", "abc"),
        ("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a"),
        ("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na and more than announced", "a"),
        ("HTTP/1.1 204 No Content\r\n\r\n", ""),
    ])
    func everyFramingOfABodyIsUnderstood(answer: String, body: String) async throws {
        try await LoopbackServer.with(
            answer: { _, connection in
                connection.send(answer)
                return false
            },
            {
                let response = try await HTTPTransport().get($0.url())
                #expect(response.text == body)
                #expect(response.value(ofHeader: "X") == nil)
            })
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreReturnedAndNotFollowed(status: Int) async throws {
        let answer: LoopbackServer.Answer = { $1.respond("\(status) Moved", ["Location: /elsewhere"], body: "") }
        try await LoopbackServer.with(answer: answer) { server in
            let response = try await HTTPTransport().get(server.url("/first"))
            #expect(response.status == status)
            #expect(response.value(ofHeader: "Location") == "/elsewhere")
            #expect(server.requests.map(\.line) == ["GET /first HTTP/1.1"])
        }
    }

    @Test func cookiesOfAnAnswerAreNotSentBack() async throws {
        try await LoopbackServer.with(answer: { $1.respond("200 OK", ["Set-Cookie: a=b"], body: "") }) { server in
            let transport = try HTTPTransport()
            _ = try await transport.get(server.url())
            _ = try await transport.get(server.url())
            #expect(server.requests.count == 2)
            #expect(server.requests.allSatisfy { $0.header("Cookie") == nil })
        }
    }

    @Test(.enabled(if: hasIPv6Loopback, "this machine has no ::1"))
    func literalIPv6Addresses() async throws {
        try await LoopbackServer.with(ipv6: true, answer: { $1.respond(body: "six") }) { server in
            let response = try await HTTPTransport().get(server.url())
            #expect(response.text == "six")
        }
    }

    @Test(arguments: [
        ("X Y", "1"), ("", "1"), ("X:", "1"), ("X", "1\r\nY: 2"), ("X", "1\n"), ("X", "a\u{0}b"), ("X\r\n", "1"),
    ])
    func headersThatWouldBeginOthersAreRefused(name: String, value: String) async throws {
        let request = HTTPRequest(
            .get, url: "http://127.0.0.1:1/", headers: [HTTPHeader(name, value)], limits: .test, trust: .anyKey)
        let error = try await HTTPTransport().failure(of: request)
        #expect(error?.kind == .invalidHeader)
        #expect(error?.requestMayHaveArrived == false)
    }

    @Test(arguments: [
        "", "127.0.0.1", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://user:password@127.0.0.1:1/",
        "http://127.0.0.1:99999/", "http://127.0.0.1:1/a b", "http://127.0.0.1:1/\u{0}", "http://[::1/",
    ])
    func otherURLsAreRefused(url: String) async throws {
        let error = try await HTTPTransport().failure(
            of: HTTPRequest(.get, url: url, limits: .test, trust: .anyKey))
        #expect(error?.kind == .unsupportedURL)
        #expect(error?.requestMayHaveArrived == false)
    }
}
