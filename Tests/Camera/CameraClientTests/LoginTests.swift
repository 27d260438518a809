import CameraClient
import CameraTestSupport
import JSONTree
import SimulatedCamera
import Testing

struct LoginTests {
    @Test(arguments: [nil, 0, 1, 100])
    func logsInReadsAndLogsOut(iterations: Int?) async throws {
        let served = try ServedCamera(options: .changed { $0.loginIterations = iterations })
        let motion = try served.endpoint("event/motion")
        let data = try await served.session { try await $0.read(motion).answer.data }
        #expect(data == served.camera.value(of: SectionPlaces.motion))
        #expect(
            served.traffic.requests.map(\.path) == [
                "/api/session/login-capabilities", "/api/session/login", "/api/event/motion", "/api/session/logout",
            ])
        #expect(served.camera.counters.openSessions == 0)
        #expect(served.camera.counters.failedLogins == 0)
    }

    @Test func saysInEveryRequestWhatItIs() async throws {
        let served = try ServedCamera()
        try await served.session { _ in }
        for request in served.traffic.requests {
            #expect(request.method == "POST")
            #expect(request.header("Content-Type") == "application/json; charset=utf-8")
            #expect(request.header("Api-Version") == "v1.2.0")
        }
    }

    // Cameras lock the account after a few failures.
    @Test func aRefusedPasswordIsTriedOnce() async throws {
        let served = try ServedCamera()
        let error = try await #require(throws: CameraError.self) {
            try await served.session(password: "wr0ng-w0rd") { _ in }
        }
        guard case .passwordRefused(.code("211")) = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(served.calls(of: "session/login") == 1)
        #expect(served.camera.counters.failedLogins == 1)
        #expect(error.message.contains("refused the user name or password"))
        #expect(error.hint.contains("does not try it again"))
        #expect(error.endsWalk)
        #expect(!error.allTexts.contains("wr0ng-w0rd"))
        for secret in served.traffic.secrets { #expect(!error.allTexts.contains(secret)) }
    }

    @Test(arguments: [
        (401, "refused the user name or password (HTTP 401"), (403, "refused the user name or password (HTTP 403"),
        (503, "no free session (HTTP 503"), (500, "HTTP 500"),
    ])
    func aLoginRefusedByHTTPSaysSo(status: Int, words: String) async throws {
        let served = try ServedCamera(faults: ["status=\(status):session/login"])
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        #expect(error.message.contains(words), "\(error)")
        #expect(served.calls(of: "session/login") == (status == 503 ? 3 : 1))
    }

    @Test func anotherRefusalOfTheLoginIsNotBlamedOnThePassword() async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/session/login" ? .api(code: 5004) : nil
        }
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        #expect(error.message.contains("refused the login (code 5004"))
        #expect(served.calls(of: "session/login") == 1)
    }

    @Test func waitsForAFreeSession() async throws {
        let served = try ServedCamera(faults: ["too-many-sessions:times=2"])
        try await served.session { _ in }
        #expect(served.calls(of: "session/login") == 3)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aCameraWithoutAFreeSessionIsToldFromAWrongPassword() async throws {
        let served = try ServedCamera(faults: ["too-many-sessions"])
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        guard case .tooManySessions(.code("4001")) = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(served.calls(of: "session/login") == 3)
        #expect(error.message.contains("no free session"))
        #expect(error.hint.contains("the password was not refused"))
    }

    @Test func aCancelledWaitForASessionEndsAtOnce() async throws {
        let served = try ServedCamera(faults: ["too-many-sessions"])
        var options = ClientOptions.test
        options.busyPause = .seconds(3600)
        let waiting = Task { [options] in
            await #expect(throws: CameraError.self) { try await served.session(options: options) { _ in } }
        }
        await served.untilCall(of: "session/login")
        waiting.cancel()
        let error = try #require(await waiting.value)
        #expect(error.isCancellation)
        #expect(served.calls(of: "session/login") == 1)
    }

    // The camera may have opened a session whose cookie would be lost.
    @Test func aLoginUnderWayIsFinishedAndLoggedOut() async throws {
        let served = try ServedCamera(faults: ["slow=200ms:session/login"])
        let motion = try served.endpoint("event/motion")
        let login = Task {
            await #expect(throws: CameraError.self) { try await served.session { _ = try await $0.read(motion) } }
        }
        await served.untilCall(of: "session/login")
        login.cancel()
        let error = try #require(await login.value)
        #expect(error.isCancellation)
        #expect(served.calls(of: "event/motion") == 0)
        #expect(served.camera.counters.logins == 1)
        #expect(served.camera.counters.openSessions == 0)
    }

    // A login is a write: whether it opened a session is not known.
    @Test func aDroppedLoginIsNotRepeated() async throws {
        let served = try ServedCamera(faults: ["drop:session/login"])
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        #expect(served.calls(of: "session/login") == 1)
        #expect(error.message.contains("closed the connection"))
        #expect(!error.message.contains("twice"))
    }

    @Test(
        arguments: [
            (["encryptionType": ["md5"]], "sha256-1"),
            (["encryptionType": []], "sha256-1"),
            ([:], "sha256-1"),
            (.null, "sha256-1"),
            ("surprise", "sha256-1"),
            (["encryptionType": ["sha256-1"], "param": ["salt": "a", "challenge": "b"]], "missing"),
            (["encryptionType": ["sha256-1"], "sessionID": "a", "param": ["salt": "a"]], "missing"),
            (["encryptionType": ["sha256-1"], "sessionID": "a", "param": ["challenge": "a"]], "missing"),
            (
                [
                    "encryptionType": ["sha256-1"], "sessionID": "a",
                    "param": ["challenge": "a", "salt": "b", "enableIteration": true, "iterations": 2_000_000_000],
                ], "2000000000 rounds"
            ),
            (
                [
                    "encryptionType": ["sha256-1"], "sessionID": "a",
                    "param": ["challenge": "a", "salt": "b", "enableIteration": "1", "iterations": "-1"],
                ], "-1 rounds"
            ),
        ] as [(JSONValue, String)])
    func anUnknownOfferIsNoLogin(offer: JSONValue, words: String) async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/session/login-capabilities" ? .api(offer) : nil
        }
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        guard case .unknownLogin = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(error.message.contains(words), "\(error)")
        #expect(served.calls(of: "session/login") == 0)
    }

    @Test(arguments: [
        "", "sessionID=a\r\nX-Evil: 1", "sessionID=a; Path=/", "a b", "sessionID=é", "x\u{0}", "a,b",
        String(repeating: "a", count: 257),
    ])
    func aCookieThatIsNoneIsRefused(cookie: String) async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/session/login" ? .api(["cookie": .string(cookie)]) : nil
        }
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        guard case .unknownLogin = error.cause else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: ["sessionID=0123", "0123"])
    func theCookieMayComeWithoutItsName(cookie: String) async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/session/login" ? .api(["cookie": .string(cookie)]) : nil
        }
        try await served.session { _ in }
        #expect(served.traffic.requests.last?.header("Cookie") == "sessionID=0123")
    }

    @Test func aPasswordShowsItselfNowhere() {
        let credentials = Credentials(user: "admin", password: ServedCamera.password)
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains(ServedCamera.password))
        }
    }
}
