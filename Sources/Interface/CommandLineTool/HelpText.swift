package import Text

/// The help of one command, made from its declaration.
package struct HelpText: Sendable {
    /// From the root command to the one explained; never empty.
    private let path: [Command]
    private let hasVersion: Bool
    private let width: Int
    private let style: OutputStyle

    /// - Parameter width: columns to fill, at least 40 and at most 100
    package init(path: [Command], hasVersion: Bool = false, width: Int = 80, style: OutputStyle = .plain) {
        self.path = path
        self.hasVersion = hasVersion
        self.width = min(max(width, 40), 100)
        self.style = style
    }

    /// `camkeep show [OPTION]... REF [SECTION]`
    package static func usageLine(path: [Command]) -> String {
        guard let command = path.last else {
            return ""
        }
        let operands = command.arguments.map(\.usage)
        let tail = command.subcommands.isEmpty ? operands : ["COMMAND"]
        return (path.map(\.name) + ["[OPTION]..."] + tail).joined(separator: " ")
    }

    /// The whole text, ending with a line break.
    package func text() -> String {
        guard let command = path.last else {
            return ""
        }
        var sections: [String] = [
            WordWrap.lines(command.abstract + ".", width: width).joined(separator: "\n"),
            section("Usage", indented([Self.usageLine(path: path)])),
        ]
        if !command.discussion.isEmpty {
            sections.append(WordWrap.lines(command.discussion, width: width).joined(separator: "\n"))
        }
        let options = CommandOptions(path: path, hasVersion: hasVersion)
        sections += [
            table("Commands", command.subcommands.filter { !$0.isHidden }.map { ($0.name, $0.abstract) }),
            table("Arguments", command.arguments.map { ($0.usage, $0.help) }),
            table("Options", optionRows(options.own)),
            table("Global options", optionRows(options.inherited)),
            exampleSection(command.examples),
            table("Exit status", command.exitStatuses.map { (String($0.code.rawValue), $0.meaning) }),
        ]
        if !command.subcommands.isEmpty {
            let helpLine =
                path.count == 1
                ? "'\(names) help COMMAND' explains a command." : "'\(names) COMMAND --help' explains a command."
            sections.append(helpLine)
        }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var names: String { path.map(\.name).joined(separator: " ") }

    // MARK: Parts

    private func section(_ title: String, _ lines: [String]) -> String {
        ([style.bold(title.uppercased())] + lines).joined(separator: "\n")
    }

    private func indented(_ lines: [String]) -> [String] {
        lines.map { $0.isEmpty ? "" : "  " + $0 }
    }

    private func optionRows(_ options: [OptionDeclaration]) -> [(String, String)] {
        options.map { option in
            let letter = option.short.map { "-\($0), " } ?? "    "
            let notes = option.notes.map { $0.hasPrefix("[") ? Self.unbroken($0) : $0 }
            return (letter + option.usage, ([option.help] + notes).joined(separator: " "))
        }
    }

    /// Keeps the words of a short text on one line while it is wrapped, until `breakable` gives the blanks back.
    private static func unbroken(_ text: String) -> String {
        String(text.map { $0 == " " ? "\u{A0}" : $0 })
    }

    private static func breakable(_ text: String) -> String {
        String(text.map { $0 == "\u{A0}" ? " " : $0 })
    }

    private func exampleSection(_ examples: [Command.Example]) -> String {
        guard !examples.isEmpty else {
            return ""
        }
        let blocks = examples.map { example in
            indented(WordWrap.lines(example.purpose + ":", width: width - 2)) + ["    " + style.cyan(example.line)]
        }
        return section("Examples", Array(blocks.joined(separator: [""])))
    }

    /// Two columns. A left side that is too wide gets a line of its own.
    private func table(_ title: String, _ rows: [(left: String, right: String)]) -> String {
        guard !rows.isEmpty else {
            return ""
        }
        let widest = rows.map { DisplayWidth.of($0.left) }.max() ?? 0
        let column = min(widest, max(12, width / 3)) + 4
        var lines: [String] = []
        for row in rows {
            let room = width - column
            var text = WordWrap.lines(row.right, width: room).map(Self.breakable)
            if text.contains(where: { DisplayWidth.of($0) > room }) {
                text = WordWrap.lines(Self.breakable(row.right), width: room)
            }
            var right = text[...]
            if DisplayWidth.of(row.left) + 4 > column {
                lines.append("  " + row.left)
            } else {
                lines.append(DisplayWidth.padded("  " + row.left, to: column) + (right.popFirst() ?? ""))
            }
            lines += right.map { String(repeating: " ", count: column) + $0 }
        }
        return section(title, lines)
    }
}

/// The options of a command as help and manual pages list them.
struct CommandOptions: Sendable {
    /// Declared by the command itself.
    let own: [OptionDeclaration]
    /// Declared by the commands above it, the nearest first.
    let inherited: [OptionDeclaration]

    /// - Parameter path: from the root command to the one described.
    init(path: [Command], hasVersion: Bool = true) {
        let closing: [OptionDeclaration] = hasVersion && path.count == 1 ? [.help, .version] : [.help]
        let isRoot = path.count == 1
        own = ((path.last?.options ?? []) + (isRoot ? closing : [])).filter { !$0.isHidden }
        inherited = (path.dropLast().reversed().flatMap(\.options) + (isRoot ? [] : closing)).filter { !$0.isHidden }
    }
}

extension OptionDeclaration {
    /// What help says about the option beside its own text.
    var notes: [String] {
        let defaults = (environment.map { ["$\($0)"] } ?? []) + (defaultValue.map { [$0] } ?? [])
        return (isRepeatable ? ["May be repeated."] : [])
            + (defaults.isEmpty ? [] : ["[default: \(defaults.joined(separator: ", else "))]"])
    }
}
