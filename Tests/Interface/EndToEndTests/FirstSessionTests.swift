import CommandTestSupport
import Foundation
import TestSupport
import Testing

/// The first session of the README as it is written, except for the ports, the store and the question.
struct FirstSessionTests {
    /// The exit status is 1 if there is something to see.
    private static let statuses = ["diff": [1, 0], "plan": [1]]

    @Test func worksAsTheReadmeSays() async throws {
        let fixture = try Fixture()
        var ports: [(written: String, real: String)] = []
        func adapted(_ text: String) -> String {
            ports.reduce(text.replacingOccurrences(of: "/tmp/first-session", with: fixture.folder + "/store")) {
                $0.replacingOccurrences(of: ":" + $1.written, with: ":" + $1.real)
            }
        }
        var settings: [String] = []
        var statuses = Self.statuses
        var commands: [String] = []
        for case .command(let line, let output) in try Guide("README.md", under: "A first session").steps {
            if line.hasPrefix("scripts/") || line.hasPrefix("swift build ") {
                // Both were done before the tests.
                try Self.expectExists(line)
            } else if line.hasPrefix("export ") {
                settings.append(adapted(line))
            } else if line.hasPrefix("camkeep-simulator ") {
                ports = try await Self.startSimulator(line, output: output, fixture: fixture)
            } else {
                let outcome = try await fixture.run(guided: adapted(line), after: settings)
                let command = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                let expected = statuses[command]?.isEmpty == false ? statuses[command]?.removeFirst() : 0
                #expect(outcome.status.map(Int.init) == expected, "\(line): \(outcome.output)\(outcome.errors)")
                let printed = outcome.output.split(separator: "\n").map(String.init)
                for expected in output.map(adapted) where !expected.contains("[y/N]") {
                    #expect(printed.contains(expected), "\(line): \(outcome.output)")
                }
                commands.append(command)
            }
        }
        #expect(commands.filter { $0 != "--data" } == ["snapshot", "diff", "plan", "restore", "diff", "log"])
        try await fixture.expectIntactStore("store")
    }

    private static func expectExists(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let files = FileManager.default
        if line.hasPrefix("swift build ") {
            #expect(words.count == 4 && words[2] == "--product", "\(line)")
            #expect(files.isExecutableFile(atPath: Fixture.binaries + "/" + (words.last ?? "")), "\(line)")
        } else {
            #expect(files.isExecutableFile(atPath: Repository.file(words[0]).path(percentEncoded: false)), "\(line)")
        }
    }

    /// Starts the simulator of a line at free ports.
    ///
    /// - Returns: the ports of the line and those that it took instead
    private static func startSimulator(
        _ line: String, output: [String], fixture: Fixture
    ) async throws -> [(written: String, real: String)] {
        var arguments = line.split(separator: " ").map(String.init)
        #expect(arguments.last == "&")
        let program = arguments.removeFirst()
        arguments.removeLast()
        let places = arguments.indices.filter { Int(arguments[$0]) != nil }
        let written = places.map { arguments[$0] }
        for place in places { arguments[place] = "0" }
        let simulator = try fixture.start(arguments, program: program)
        func printed() -> [String] {
            String(decoding: simulator.outputSoFar, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        try await wait(until: "the simulator's addresses") { simulator.hasEnded || printed().count >= output.count }
        let real = printed().compactMap { $0.split(separator: ":").last.map(String.init) }
        try #require(real.count == written.count, "\(printed())")
        let ports = Array(zip(written, real)).map { (written: $0, real: $1) }
        let expected = output.map { line in
            ports.reduce(line) { $0.replacingOccurrences(of: ":" + $1.written, with: ":" + $1.real) }
        }
        #expect(printed() == expected)
        return ports
    }
}
