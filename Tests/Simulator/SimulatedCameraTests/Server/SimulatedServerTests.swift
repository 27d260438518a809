import Glibc
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import Testing

@Suite struct SimulatedServerTests {
    private func text(_ text: String) -> SimulatedReply {
        SimulatedReply(headers: [HTTPField("Content-Type", "text/plain")], body: .bytes(Array(text.utf8)))
    }

    @Test func handsOverTheWholeRequestAndAnswersIt() throws {
        let server = try SimulatedServer()
        let seen = Mutex<[SimulatedRequest]>([])
        let listener = try server.listen { request in
            seen.withLock { $0.append(request) }
            return text("hello")
        }
        let client = try RawClient(port: listener.port)
        try client.send("POST", "/api/x%20y", headers: ["Cookie: sessionID=1"], body: "{\"a\":1}")
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        let request = try #require(seen.withLock { $0.first })
        #expect(request.method == "POST")
        #expect(request.path == "/api/x y")
        #expect(request.header("cookie") == "sessionID=1")
        #expect(request.body == Array("{\"a\":1}".utf8))
        #expect(listener.url == "http://127.0.0.1:\(listener.port)")
        server.stop()
    }

    @Test func countsRequestsOnAConnectionAndKeepsItOpen() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { text("\($0.numberOnConnection)") }
        let client = try RawClient(port: listener.port)
        for number in 1...3 {
            try client.send()
            #expect(try client.answer().text == "\(number)")
        }
        let other = try RawClient(port: listener.port)
        try other.send()
        #expect(try other.answer().text == "1")
        #expect(listener.openConnections == 2)
        server.stop()
    }

    @Test func refusesABodyOverTheLimit() throws {
        let server = try SimulatedServer(bodyLimit: 1000)
        let listener = try server.listen { _ in text("taken") }
        let client = try RawClient(port: listener.port)
        try client.send("POST", body: String(repeating: "x", count: 1000))
        #expect(try client.answer().status == 200)
        try client.send("POST", body: String(repeating: "x", count: 1001))
        #expect(try client.answer().status == 413)
        server.stop()
    }

    @Test func dropsAConnectionWithoutAnAnswer() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { $0.numberOnConnection == 2 ? SimulatedReply(.drop) : text("ok") }
        let client = try RawClient(port: listener.port)
        try client.send()
        #expect(try client.answer().text == "ok")
        try client.send()
        #expect(client.rest().isEmpty)
        server.stop()
    }

    @Test(arguments: [true, false])
    func closesTheConnectionAfterAnAnswer(announced: Bool) throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in
            var reply = text("last")
            reply.connection = announced ? .closeAnnounced : .closeSilently
            return reply
        }
        let client = try RawClient(port: listener.port)
        try client.send()
        let answer = try client.answer()
        #expect(answer.text == "last")
        #expect(answer.head.lowercased().contains("connection: close") == announced)
        #expect(client.rest().isEmpty)
        server.stop()
    }

    @Test func cutsABodyShort() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in
            SimulatedReply(body: .truncated(Array("{\"code\":".utf8), announced: 100))
        }
        let client = try RawClient(port: listener.port)
        try client.send()
        let bytes = String(decoding: client.rest(), as: UTF8.self)
        #expect(bytes.contains("Content-Length: 100"))
        #expect(bytes.hasSuffix("{\"code\":"))
        server.stop()
    }

    @Test func streamsARepeatedBody() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in
            SimulatedReply(
                body: .repeating(head: Array("<".utf8), unit: Array("abc".utf8), count: 50_000, tail: Array(">".utf8)))
        }
        let client = try RawClient(port: listener.port)
        try client.send()
        let body = try client.answer().text
        #expect(body.utf8.count == 150_002)
        #expect(body == "<" + String(repeating: "abc", count: 50_000) + ">")
        server.stop()
    }

    @Test func streamsWithoutEnd() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in
            SimulatedReply(body: .repeating(head: [], unit: Array("x".utf8), count: nil, tail: []))
        }
        let client = try RawClient(port: listener.port)
        try client.send()
        #expect(client.rest(atMost: 3 << 20).count >= 3 << 20)
        server.stop()
    }

    @Test func sendsRawBytesInsteadOfAnAnswer() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in SimulatedReply(.raw([0, 1, 2, 255])) }
        let client = try RawClient(port: listener.port)
        try client.send()
        #expect(client.rest() == [0, 1, 2, 255])
        server.stop()
    }

    // The delayed reply comes last although its request came first, on the only serving thread.
    @Test func aDelayedReplyHoldsUpNobodyElse() throws {
        let server = try SimulatedServer(threads: 1)
        let order = Mutex<[String]>([])
        let listener = try server.listen { request in
            var reply = text(request.path)
            if request.path == "/slow" { reply.delay = .milliseconds(150) }
            order.withLock { $0.append(request.path) }
            return reply
        }
        let slow = try RawClient(port: listener.port)
        try slow.send("GET", "/slow")
        while order.withLock({ $0.isEmpty }) { usleep(500) }
        let fast = try RawClient(port: listener.port)
        try fast.send("GET", "/fast")
        #expect(try fast.answer().text == "/fast")
        #expect(try slow.answer().text == "/slow")
        #expect(order.withLock { $0 } == ["/slow", "/fast"])
        server.stop()
    }

    @Test func stopsWhileRepliesAreStillWaiting() throws {
        let server = try SimulatedServer(threads: 2)
        let asked = Mutex(0)
        let listener = try server.listen { _ in
            asked.withLock { $0 += 1 }
            var reply = text("never")
            reply.delay = .seconds(3600)
            return reply
        }
        let clients = try (0..<4).map { _ in try RawClient(port: listener.port) }
        for client in clients { try client.send() }
        while asked.withLock({ $0 < 4 }) { usleep(500) }
        server.stop()
        for client in clients { #expect(client.rest().isEmpty) }
        #expect(throws: RawClient.Failure.self) { _ = try RawClient(port: listener.port) }
        #expect(throws: SimulatedServerError.self) { _ = try server.listen { _ in text("") } }
    }

    @Test func refusesConnectionsWhileOfflineAndComesBackAtItsPort() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { request in
            var reply = text("bye")
            if request.path == "/reboot" { reply.offline = .milliseconds(200) }
            return reply
        }
        let client = try RawClient(port: listener.port)
        try client.send("POST", "/reboot")
        #expect(try client.answer().text == "bye")
        #expect(client.rest().isEmpty)
        var refused = 0
        while true {
            if let back = try? RawClient(port: listener.port) {
                try back.send()
                #expect(try back.answer().text == "bye")
                break
            }
            refused += 1
            usleep(2000)
        }
        #expect(refused > 0)
        server.stop()
    }

    @Test func manyListenersShareAServer() throws {
        let server = try SimulatedServer()
        let listeners = try (0..<100).map { index in try server.listen { _ in text("camera \(index)") } }
        #expect(Set(listeners.map(\.port)).count == 100)
        for (index, listener) in listeners.enumerated() {
            let client = try RawClient(port: listener.port)
            try client.send()
            #expect(try client.answer().text == "camera \(index)")
        }
        listeners[7].stop()
        #expect(throws: RawClient.Failure.self) { _ = try RawClient(port: listeners[7].port) }
        let client = try RawClient(port: listeners[8].port)
        try client.send()
        #expect(try client.answer().text == "camera 8")
        server.stop()
    }

    @Test func listensOnIPv6() throws {
        let server = try SimulatedServer()
        let listener = try server.listen(address: "::1") { _ in text("six") }
        #expect(listener.url == "http://[::1]:\(listener.port)")
        #expect(throws: SimulatedServerError.self) { _ = try server.listen(address: "camera") { _ in text("") } }
        #expect(throws: SimulatedServerError.self) { _ = try server.listen(port: 65_536) { _ in text("") } }
        server.stop()
    }

    @Test func saysThatAPortIsTaken() throws {
        let server = try SimulatedServer()
        let listener = try server.listen { _ in text("") }
        let error = #expect(throws: SimulatedServerError.self) {
            _ = try server.listen(port: listener.port) { _ in text("") }
        }
        #expect(error?.code == .cannotListen)
        #expect(error?.message.contains("\(listener.port)") == true)
        server.stop()
    }
}
