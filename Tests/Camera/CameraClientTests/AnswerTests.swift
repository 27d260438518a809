import CameraClient
import CameraTestSupport
import JSONTree
import SimulatedCamera
import Testing

/// What a camera may answer instead of what was asked.
struct AnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let message: String
        let hint: String
        var isUnsupported = false
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Case(fault: "drop", message: "closed the connection without a complete answer, twice", hint: "restarting"),
        Case(fault: "truncate", message: "closed the connection without a complete answer", hint: "try again"),
        Case(fault: "noise", message: "is not HTTP", hint: "port and scheme"),
        Case(fault: "garbage", message: "not the API's JSON: ", hint: "try again"),
        Case(fault: "huge=9000000", message: "larger than 8 MiB", hint: "restart"),
        Case(fault: "endless", message: "larger than 8 MiB", hint: "restart"),
        Case(fault: "deep=65", message: "nested deeper than 64 levels", hint: "try again"),
        Case(fault: "deep=1000000", message: "nested deeper than 64 levels", hint: "try again"),
        Case(
            fault: "html", message: "a web page instead of data", hint: "does not have the endpoint",
            isUnsupported: true),
        Case(fault: "empty", message: "with nothing, twice", hint: "does not have the endpoint", isUnsupported: true),
        Case(fault: "status=404", message: "HTTP 404: this firmware does not", hint: "", isUnsupported: true),
        Case(fault: "status=500", message: "HTTP 500", hint: ""),
        Case(fault: "status=418", message: "HTTP 418", hint: "web page"),
        Case(fault: "redirect", message: "redirects are not followed", hint: "name the address"),
        Case(fault: "expire-session", message: "ended the session again", hint: "another client"),
    ])
    func tellsWhatIsWrongWithIt(wrong: Case) async throws {
        let served = try ServedCamera(faults: [wrong.fault + ":event/motion"])
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        #expect(error.camera == served.target.address)
        #expect(error.endpoint == "event/motion")
        #expect(error.message.contains(wrong.message), "\(error)")
        #expect(error.hint.contains(wrong.hint) && !error.hint.isEmpty)
        #expect(error.sent == "get")
        #expect(error.description.hasPrefix("\(served.target.address): event/motion: "))
        #expect(error.meansUnsupported == wrong.isUnsupported)
        #expect(!error.endsWalk)
        let secrets = served.traffic.secrets.union([ServedCamera.password])
        #expect(secrets.count >= 4)
        for secret in secrets { #expect(!error.allTexts.contains(secret)) }
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func namesWhatWasSentWithoutItsTexts() async throws {
        let served = try ServedCamera(faults: ["garbage:network/ftp", "garbage:event/alarm-schedule"])
        let ftp = try served.endpoint("network/ftp")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(ftp) }
        }
        #expect(error.sent?.contains(#""loginName":"…""#) == true)
        #expect(error.sent?.contains("admin") == false)
        let schedule = try served.endpoint("event/alarm-schedule")
        let other = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(schedule, selector: 4) }
        }
        #expect(other.sent == #"get {"alarmType":4}"#)
    }

    @Test(arguments: [
        ("203", true, "does not support"), ("1003", true, "does not support"), ("202", false, "failed inside"),
        ("999", false, "whose meaning is not known"), ("0x40010002", false, "face module"),
    ])
    func givesTheMeaningOfACode(code: String, isUnsupported: Bool, words: String) async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/event/motion" ? .api(code: .string(code)) : nil
        }
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        guard case .refused(code) = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(error.message.contains("code \(code)") && error.message.contains(words))
        #expect(error.meansUnsupported == isUnsupported)
        #expect(error.isRefusal)
        #expect(!error.hint.isEmpty)
    }

    @Test(arguments: [
        "{}", "[]", "null", "7", "\"text\"", #"{"data":{}}"#, #"{"code":null}"#, #"{"code":""}"#, #"{"code":[0]}"#,
        #"{"code":true}"#, #"{"code":"0\n"}"#, #"{"code":"\u001b[31m"}"#,
        #"{"code":""# + String(repeating: "9", count: 100_000) + #""}"#,
        #"{"code":"# + String(repeating: "9", count: 100_000) + "}",
    ])
    func anAnswerNeedsACode(body: String) async throws {
        let served = try ServedCamera { request, _ in request.path == "/api/event/motion" ? .text(body) : nil }
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        guard case .malformedAnswer = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(error.description.utf8.count < 500)
    }

    @Test(arguments: [
        "<html></html>", "  \r\n<!DOCTYPE html>", "\u{FEFF}<html></html>", "\u{FEFF}\n<?xml version=\"1.0\"?>",
    ])
    func aWebPageIsKnownByItsFirstSign(body: String) async throws {
        let served = try ServedCamera { request, _ in request.path == "/api/event/motion" ? .text(body) : nil }
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        guard case .webPage = error.cause else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: ["wrong-code-type", "trailing-commas", "string-numbers", "gb18030", "hostile-text"])
    func toleratesWhatFirmwareGetsWrong(fault: String) async throws {
        let served = try ServedCamera(faults: [fault + ":system/device-info"])
        let info = try served.endpoint("system/device-info")
        let answer = try await served.session { try await $0.read(info).answer }
        #expect(answer.data["firmwareVersion"]?.stringValue?.isEmpty == false)
        let kinds: [String: Tolerance.Kind] = ["trailing-commas": .trailingComma, "gb18030": .gb18030Text]
        #expect(Set(answer.tolerated.map(\.kind)) == Set([kinds[fault]].compactMap { $0 }))
    }

    @Test func aCameraThatIsGoneIsToldAsSuch() async throws {
        let served = try ServedCamera()
        served.disappear()
        let error = try await #require(throws: CameraError.self) { try await served.session { _ in } }
        #expect(error.message.contains("nothing answers there"))
        #expect(error.hint.contains("http or https"))
        #expect(error.endsWalk)
    }

    @Test func aCameraThatIsSilentIsToldAsSuch() async throws {
        let served = try ServedCamera(faults: ["slow=3600s:event/motion"])
        let motion = try served.endpoint("event/motion")
        var options = ClientOptions.test
        options.timeout = .seconds(1)
        let error = try await #require(throws: CameraError.self) {
            try await served.session(options: options) { _ = try await $0.read(motion) }
        }
        #expect(error.message.contains("did not come in time"))
        #expect(error.hint.contains("--timeout"))
        #expect(served.calls(of: "event/motion") == 1)
        #expect(!error.endsWalk)
    }
}
