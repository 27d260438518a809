import CommandLineTool
import Foundation
import JSONTree
import Testing

struct LogTests {
    private func console(_ errors: CollectedOutput, isQuiet: Bool = false, log: LogFormat = .json) -> Console {
        Console(name: "camkeep", output: CollectedOutput(), errors: errors, isQuiet: isQuiet, log: log)
    }

    private func lines(_ errors: CollectedOutput) throws -> [JSONValue] {
        try errors.text.split(separator: "\n").map {
            try JSONReader.readStrictly(Array($0.utf8), limits: .init(bytes: 1 << 20, depth: 8))
        }
    }

    @Test func everyLineIsAnObjectOfItsOwn() throws {
        let errors = CollectedOutput()
        let console = console(errors)
        console.progress.update(done: 1, total: 2, text: "no progress")
        console.note("two\nlines")
        console.warn("warning", hint: "look")
        console.error("error \u{1B}[31m\u{202E}")
        console.event(.info, "started", fields: JSONObject([("camera", "gate"), ("level", "forged"), ("attempt", 2)]))
        console.relay("a hook's line", from: "--hook-change")
        console.interrupted()
        let lines = try lines(errors)
        #expect(lines.map { $0["level"] } == ["info", "warning", "error", "info", "info", "error"])
        #expect(lines[0]["message"] == "two\nlines")
        #expect(lines[1]["hint"] == "look")
        #expect(lines[3]["camera"] == "gate" && lines[3]["attempt"] == 2)
        #expect(lines[4]["source"] == "--hook-change")
        for line in lines {
            let time = try #require(line["time"]?.stringValue)
            let date = try Date(time, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
            #expect(abs(date.timeIntervalSinceNow) < 60)
            #expect(time.utf8.count == 24)
        }
        #expect(errors.text.unicodeScalars.allSatisfy { $0 == "\n" || 0x20...0x7E ~= $0.value })
    }

    @Test func quietLeavesWarningsAndErrors() throws {
        let errors = CollectedOutput()
        let console = console(errors, isQuiet: true)
        console.note("note")
        console.event(.info, "started", fields: JSONObject())
        console.event(.error, "failed", fields: JSONObject())
        console.warn("warning")
        #expect(try lines(errors).map { $0["message"] } == ["failed", "warning"])
    }

    @Test func aLogInTextHasNoEvents() {
        let errors = CollectedOutput()
        let console = console(errors, log: .text)
        console.event(.error, "failed", fields: JSONObject([("camera", "gate")]))
        #expect(errors.text == "")
        console.relay("a line", from: "--hook-change")
        console.warn("warning")
        #expect(errors.text == "a line\ncamkeep: warning: warning\n")
    }
}
