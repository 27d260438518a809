import Foundation
import Processes
import TestSupport
import Testing

struct ShellCommandTests {
    private static func run(
        _ command: String, input: String = "", environment: [String: String] = [:], timeout: Duration = .seconds(300),
        outputLimit: Int = 1 << 16
    ) async throws -> ShellCommand.Outcome {
        try await ShellCommand.run(
            command, input: Array(input.utf8), environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
            timeout: timeout, outputLimit: outputLimit)
    }

    private static func text(_ outcome: ShellCommand.Outcome) -> String {
        String(decoding: outcome.output, as: UTF8.self)
    }

    @Test func itReadsWhatItIsToldAndBothItsStreamsAreKept() async throws {
        let outcome = try await Self.run("cat; echo problem >&2; exit 7", input: "told\n")
        #expect(outcome.end == .exited(7))
        #expect(Self.text(outcome) == "told\nproblem\n")
        #expect(!outcome.isCut)
    }

    @Test func itHasTheEnvironmentThatIsGivenAndNoOther() async throws {
        let outcome = try await Self.run("env | grep -v -e ^_= -e ^PWD= -e ^SHLVL= | sort", environment: ["A": "1\n2"])
        #expect(Self.text(outcome) == "2\nA=1\nPATH=/usr/bin:/bin\n")
    }

    /// More than any pipe holds.
    private static let long = String(repeating: "x", count: 1 << 20)

    @Test(arguments: ["true", "head -c 10 >/dev/null", "exec <&-; sleep 0.01"])
    func whoDoesNotReadWhatItIsToldDoesNoHarm(command: String) async throws {
        #expect(try await Self.run(command, input: Self.long).end == .exited(0))
    }

    @Test func longInputAndOutputMeetWithoutADeadlock() async throws {
        let outcome = try await Self.run("cat", input: Self.long, outputLimit: 2 << 20)
        #expect(outcome.output.count == Self.long.utf8.count)
        let cut = try await Self.run("cat", input: Self.long, outputLimit: 1000)
        #expect(cut.end == .exited(0))
        #expect(cut.output.count == 1000 && cut.isCut)
    }

    @Test func aBrokenPipeEndsItAsInAnyShell() async throws {
        let outcome = try await Self.run("(yes; echo $? >&2) | head -n 1; kill -9 $$")
        #expect(outcome.end == .signalled(SIGKILL))
        #expect(Self.text(outcome).contains("141"))
    }

    /// The lock tells without asking for process numbers whether anybody of the group is left: it goes with the last holder.
    @Test(arguments: ["", "trap '' TERM; "], [".timedOut", "cancelled"])
    func whatTakesTooLongIsEndedWithItsWholeGroup(trap: String, way: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "camkeep-hook-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let command =
            "exec 9>\(file); flock 9; \(trap)sleep 1000 & sleep 1000 & echo ready >\(file).ready; wait; sleep 1000"
        defer { try? FileManager.default.removeItem(atPath: file + ".ready") }
        let isTimeout = way == ".timedOut"
        let task = Task { try await Self.run(command, timeout: isTimeout ? .milliseconds(300) : .seconds(300)) }
        if isTimeout {
            #expect(try await task.value.end == .timedOut)
        } else {
            try await wait(until: "the command runs") { FileManager.default.fileExists(atPath: file + ".ready") }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(try await Self.run("flock -n \(file) true").end == .exited(0))
    }

    @Test func whatItLeavesRunningHoldsNothingUp() async throws {
        let outcome = try await Self.run("sleep 1000 & echo $!")
        #expect(outcome.end == .exited(0))
        let left = try #require(pid_t(Self.text(outcome).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(left, SIGKILL) == 0)
    }
}
