import HTTPTransport
import Testing

struct ConcurrencyTests {
    private static let stall: LoopbackServer.Answer = { _, connection in
        connection.waitForEnd()
        return false
    }

    @Test func manyCallsAtOnceAllGetTheirOwnAnswer() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: $0.line) }) { server in
            let transport = try HTTPTransport()
            try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<200 {
                    if number >= 24 { try await expectOwnAnswer(group.next()) }
                    group.addTask { (number, try await transport.get(server.url("/\(number)")).text) }
                }
                while let answer = try await group.next() { expectOwnAnswer(answer) }
            }
            #expect(server.requests.count == 200)
            #expect(server.connectionCount < 200)
        }
    }

    private func expectOwnAnswer(_ answer: (Int, String)?) {
        guard let (number, text) = answer else { return }
        #expect(text == "GET /\(number) HTTP/1.1")
    }

    @Test func cancellingTheTaskEndsTheCall() async throws {
        try await LoopbackServer.with(answer: Self.stall) { server in
            let transport = try HTTPTransport()
            let request = HTTPRequest(.get, url: server.url(), limits: .test, trust: .anyKey)
            let call = Task { await transport.failure(of: request) }
            await server.untilRequests(1)
            call.cancel()
            let error = await call.value
            #expect(error?.kind == .cancelled)
            #expect(error?.requestMayHaveArrived == true)
            // The client's end is closed too: the server's thread waits for nothing else.
            await server.untilAllConnectionsAreClosed()
        }
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        try await LoopbackServer.with(answer: Self.stall) { server in
            let transport = try HTTPTransport()
            let request = HTTPRequest(.get, url: server.url(), limits: .test, trust: .anyKey)
            let call = Task {
                while !Task.isCancelled { await Task.yield() }
                return await transport.failure(of: request)
            }
            call.cancel()
            let error = await call.value
            #expect(error?.kind == .cancelled)
            #expect(error?.requestMayHaveArrived == false)
            #expect(server.connectionCount == 0)
        }
    }

    // Cancelling races with starting and ending here; every call must still end, and only once.
    @Test func cancellingAtAnyMomentLeavesNoCallBehind() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "") }) { server in
            let transport = try HTTPTransport()
            let request = HTTPRequest(.get, url: server.url(), limits: .test, trust: .anyKey)
            for round in 0..<100 {
                let call = Task { await transport.failure(of: request) }
                for _ in 0..<round % 20 { await Task.yield() }
                call.cancel()
                let error = await call.value
                #expect(error == nil || error?.kind == .cancelled)
            }
            #expect(try await transport.get(server.url()).status == 200)
        }
    }

    @Test func shutdownFailsCallsUnderWayAndLaterOnes() async throws {
        try await LoopbackServer.with(answer: Self.stall) { server in
            let transport = try HTTPTransport()
            let request = HTTPRequest(.get, url: server.url(), limits: .test, trust: .anyKey)
            async let first = transport.failure(of: request)
            async let second = transport.failure(of: request)
            await server.untilRequests(2)
            transport.shutdown()
            let errors = await [first, second]
            #expect(errors.map(\.?.kind) == [.shutDown, .shutDown])
            #expect(errors.map(\.?.requestMayHaveArrived) == [true, true])
            await server.untilAllConnectionsAreClosed()

            let later = await transport.failure(of: request)
            #expect(later?.kind == .shutDown)
            #expect(later?.requestMayHaveArrived == false)
            transport.shutdown()
        }
    }

    @Test func lettingGoOfATransportClosesItsConnections() async throws {
        try await LoopbackServer.with(answer: { $1.respond(body: "") }) { server in
            _ = try await HTTPTransport().get(server.url())
            await server.untilAllConnectionsAreClosed()
        }
    }
}
