import CommandTestSupport
import Foundation
import TestSupport
import Testing

/// The commands of a document, so that a test can run them as they are written.
struct Guide {
    enum Step: Hashable {
        /// A file that the document shows with `$ cat NAME`.
        case file(name: String, text: String)
        /// A command, and the lines that it prints according to the document.
        case command(String, output: [String])
    }

    /// `$ …` and the lines of crontabs, in the order of the document.
    let steps: [Step]

    /// - Parameters:
    ///   - path: in the repository
    ///   - heading: the only part to read; nil for the whole document
    init(_ path: String, under heading: String? = nil) throws {
        let text = try String(contentsOf: Repository.file(path), encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        if let heading {
            lines = lines.drop { $0 != "## " + heading }.dropFirst().prefix { !$0.hasPrefix("## ") }
        }
        var steps: [Step] = []
        while let line = lines.popFirst() {
            guard line.hasPrefix(Self.indent) else { continue }
            let code = line.dropFirst(Self.indent.count)
            if code.hasPrefix("$ cat ") {
                let text = Self.output(&lines).map { $0 + "\n" }.joined()
                steps.append(.file(name: String(code.dropFirst("$ cat ".count)), text: text))
            } else if code.hasPrefix("$ ") {
                steps.append(
                    .command(Self.withoutComment(String(code.dropFirst(2))), output: Self.output(&lines)))
            } else if line.contains("* *") {
                // Five times and the user.
                let fields = line.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: true)
                steps.append(.command(String(try #require(fields.last)), output: []))
            }
        }
        self.steps = steps
    }

    private static let indent = "    "

    /// The indented lines up to the next command or the next paragraph.
    private static func output(_ lines: inout ArraySlice<Substring>) -> [String] {
        var output: [String] = []
        while let line = lines.first, line.isEmpty || line.hasPrefix(indent), !line.hasPrefix(indent + "$ ") {
            lines.removeFirst()
            if !line.isEmpty { output.append(String(line.dropFirst(indent.count))) }
        }
        return output
    }

    private static func withoutComment(_ line: String) -> String {
        let command = line.range(of: " #").map { String(line[..<$0.lowerBound]) } ?? line
        return command.trimmingCharacters(in: .whitespaces)
    }
}

extension Fixture {
    /// Runs a command of a guide in a shell that finds the built programs.
    ///
    /// - Parameter settings: commands that come before it in the same shell
    func run(guided command: String, after settings: [String] = []) async throws -> Outcome {
        // Nobody can answer questions here.
        let unattended = ["restore ", "clone ", "--restore-lost "].reduce(command) { command, word in
            command.contains("camkeep") ? command.replacingOccurrences(of: word, with: word + "--yes ") : command
        }
        let child = try start(
            ["-c", (settings + [unattended]).joined(separator: "\n")], program: "/bin/sh",
            environment: ["PATH": "\(folder)/bin:\(Self.binaries):/usr/bin:/bin"])
        return Outcome(try await child.result())
    }
}
