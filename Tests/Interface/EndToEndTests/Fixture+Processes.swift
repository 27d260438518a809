import CommandTestSupport
import Foundation
import JSONTree
import TestSupport
import Testing

/// Runs the built programs in the folder of the fixture.
extension Fixture {
    /// Runs `camkeep` to its end, and checks that it printed nothing that a terminal would act on.
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: [UInt8] = [], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await run(
            arguments, environment: environment, input: input, colors: colors, sourceLocation: sourceLocation)
    }

    func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        await Self.slots.take()
        let outcome: Outcome
        do {
            outcome = try await Outcome(
                start(arguments, environment: environment, streams: .pipes(input: input)).result())
        } catch {
            await Self.slots.give()
            throw error
        }
        await Self.slots.give()
        if !colors {
            #expect(outcome.controls == [], "\(arguments)", sourceLocation: sourceLocation)
        }
        return outcome
    }

    /// Starts `camkeep`, or another of the built programs, with the fixture's environment and what is added to it.
    func start(
        _ arguments: [String], program: String = "camkeep", environment: [String: String] = [:],
        streams: ChildProcess.Streams = .pipes(input: [])
    ) throws -> ChildProcess {
        let own = ProcessInfo.processInfo.environment
        let inherited = ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "ASAN_OPTIONS", "TSAN_OPTIONS"]
        let additions = Dictionary(uniqueKeysWithValues: inherited.compactMap { name in own[name].map { (name, $0) } })
        let child = try ChildProcess(
            program.hasPrefix("/") ? program : Self.binaries + "/" + program, arguments,
            environment: self.environment(additions.merging(environment) { $1 }), folder: folder, streams: streams)
        atEnd { child.send(SIGKILL) }
        return child
    }

    /// The folder of the test bundle, where the build puts the programs too.
    static let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path(
        percentEncoded: false)

    /// Many tests run at once; so many programs as well would only slow each other down beyond their time limits.
    private static let slots = Slots(count: 6)

    /// Writes a script that can be run. Another program writes it: a file that this process had open for writing, and with it for a
    /// moment every program that a test starts meanwhile, cannot be run ("text file busy").
    func writeProgram(_ text: String, to name: String) async throws {
        let command = #"mkdir -p "$(dirname "$1")" && cat > "$1" && chmod 755 "$1""#
        let child = try start(
            ["-c", command, "sh", name], program: "/bin/sh", streams: .pipes(input: Array(text.utf8)))
        #expect(try await child.result().end == .exited(0))
    }

    /// Takes a snapshot that succeeds, and gives the one JSON line that it prints.
    func snapshot(
        _ camera: TestCamera, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let outcome = try await run(["snapshot", "--quiet", "--json", camera.url] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        return try #require(try outcome.jsonLines.first, sourceLocation: sourceLocation)
    }

    /// Expects that every file of the store is whole, and that nothing half-written is left.
    func expectIntactStore(
        _ name: String = "snapshots", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try faults(ofStore: name) == [], sourceLocation: sourceLocation)
    }
}

/// A number of places that tasks wait for.
actor Slots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
