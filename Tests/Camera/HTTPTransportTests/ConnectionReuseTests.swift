import HTTPTransport
import Testing

struct ConnectionReuseTests {
    @Test func callsToOneServerShareAConnection() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "") }) { server in
            let transport = try HTTPTransport()
            var reused: [Bool] = []
            for _ in 0..<3 {
                reused.append(try await transport.get(server.url()).connectionReused)
            }
            #expect(reused == [false, true, true])
            #expect(server.requests.map(\.indexOnConnection) == [0, 1, 2])
        }
    }

    @Test func aFreshConnectionCanBeAskedFor() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "") }) { server in
            let transport = try HTTPTransport()
            _ = try await transport.get(server.url())
            #expect(try await !transport.get(server.url(), freshConnection: true).connectionReused)
            #expect(server.requests.map(\.connection) == [0, 1])
        }
    }

    @Test func aServerThatSaysCloseGetsANewConnection() async throws {
        let answer: LoopbackServer.Answer = { _, connection in
            connection.respond("200 OK", ["Connection: close"], body: "")
            return false
        }
        try await LoopbackServer.with(answer: answer) { server in
            let transport = try HTTPTransport()
            for _ in 0..<3 {
                #expect(try await !transport.get(server.url()).connectionReused)
            }
            #expect(server.connectionCount == 3)
        }
    }

    // Field facts, Calls: a device may close a kept connection just before the next request. curl would repeat the
    // request by itself; a write must not be repeated blindly, so the caller has to learn of it.
    @Test(arguments: [HTTPMethod.get, .post(body: Array("write".utf8)), .post(body: [])])
    func aRequestThatWasSentIsNeverSentAgain(method: HTTPMethod) async throws {
        let answer: LoopbackServer.Answer = { request, connection in
            request.indexOnConnection == 0 && connection.respond(body: "")
        }
        try await LoopbackServer.with(answer: answer) { server in
            let transport = try HTTPTransport()
            let request = HTTPRequest(method, url: server.url(), limits: .test, trust: .anyKey)
            #expect(try await transport.send(request).status == 200)

            let error = await transport.failure(of: request)
            #expect(error?.kind == .connectionDropped)
            #expect(error?.requestMayHaveArrived == true)
            #expect(server.requests.map(\.connection) == [0, 0])

            #expect(try await transport.send(request).status == 200)
        }
    }

    @Test func aKeptConnectionThatEndedMeanwhileIsReplacedUnnoticed() async throws {
        let answer: LoopbackServer.Answer = { _, connection in
            // Keep-alive is promised, then the connection ends all the same.
            connection.respond(body: "")
            return false
        }
        try await LoopbackServer.with(answer: answer) { server in
            let transport = try HTTPTransport()
            _ = try await transport.get(server.url())
            await server.untilAllConnectionsAreClosed()
            let response = try await transport.post("write", to: server.url())
            #expect(!response.connectionReused)
            #expect(server.requests.map(\.connection) == [0, 1])
        }
    }
}
