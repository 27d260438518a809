import Foundation
import TestSupport
import Testing

/// Debian's `age` and `age-keygen`, which `scripts/setup` installs.
struct Age {
    let folder: Scratch

    /// Runs `age` to its end, which must be a good one.
    ///
    /// - Returns: what it wrote to standard output.
    func run(
        _ arguments: [String], input: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [UInt8] {
        try await output("age", arguments, input, sourceLocation)
    }

    /// Runs `age-keygen` to its end, which must be a good one.
    ///
    /// - Returns: what it wrote to standard output.
    func keygen(
        _ arguments: String..., input: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [UInt8] {
        try await output("age-keygen", arguments, input, sourceLocation)
    }

    private func output(
        _ program: String, _ arguments: [String], _ input: [UInt8], _ sourceLocation: SourceLocation
    ) async throws -> [UInt8] {
        let result = try await start(program, arguments, .pipes(input: input)).result()
        let errors = String(decoding: result.errors, as: UTF8.self)
        #expect(result.end == .exited(0), "\(program) \(arguments): \(errors)", sourceLocation: sourceLocation)
        return result.output
    }

    /// Runs it on a terminal, where the same answer is typed at each of its questions.
    func run(_ arguments: [String], answering questions: [String], with answer: String) async throws {
        let terminal = try PseudoTerminal()
        let child = try start("age", arguments, .terminal(terminal))
        for question in questions {
            try await wait(until: question) { terminal.shown.contains(question) || child.hasEnded }
            terminal.type(answer + "\n")
        }
        #expect(try await child.result().end == .exited(0), "\(terminal.shown)")
    }

    private func start(
        _ program: String, _ arguments: [String], _ streams: ChildProcess.Streams
    ) throws -> ChildProcess {
        try ChildProcess(
            "/usr/bin/" + program, arguments, environment: ["PATH": "/usr/bin:/bin", "TERM": "dumb"],
            folder: folder.path, streams: streams)
    }
}
