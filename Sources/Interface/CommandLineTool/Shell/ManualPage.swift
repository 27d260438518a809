/// The manual page of one command, made from its declaration, in man(7).
package struct ManualPage: Sendable {
    /// The program's version and its day: `2026-11-22`.
    package struct Edition: Sendable, Hashable {
        package let version: String
        package let date: String

        package init(version: String, date: String) {
            self.version = version
            self.date = date
        }
    }

    /// From the root command to the one described; never empty.
    private let path: [Command]
    private let edition: Edition

    private init(path: [Command], edition: Edition) {
        self.path = path
        self.edition = edition
    }

    /// The pages of a program's commands, the program's own first.
    package static func all(of root: Command, edition: Edition) -> [ManualPage] {
        pages(below: [root.addingHelpCommand()], edition: edition)
    }

    private static func pages(below path: [Command], edition: Edition) -> [ManualPage] {
        let subcommands = path.last?.subcommands.filter { !$0.isHidden } ?? []
        return [ManualPage(path: path, edition: edition)]
            + subcommands.flatMap { pages(below: path + [$0], edition: edition) }
    }

    /// The names of the commands after the program's: `["secrets", "set"]`.
    package var commandNames: [String] { path.dropFirst().map(\.name) }

    /// `camkeep-secrets-set`
    package var name: String { Self.name(path) }

    /// `camkeep-secrets-set.1`
    package var fileName: String { name + ".1" }

    private static func name(_ path: [Command]) -> String { path.map(\.name).joined(separator: "-") }

    /// The whole page, ending with a line break.
    package func text() -> String {
        guard let command = path.last else { return "" }
        let sections: [[String]] = [
            [
                ".TH \(Roff.argument(name.uppercased())) 1 \(edition.date) "
                    + "\(Roff.argument(edition.version)) \(Roff.argument("User Commands"))"
            ],
            section("NAME", Roff.filled("\(name) - \(command.abstract)")),
            section("SYNOPSIS", [synopsis(command)]),
            section("DESCRIPTION", description(command)),
            section("COMMANDS", command.subcommands.filter { !$0.isHidden }.flatMap(subcommand)),
            section(
                "ARGUMENTS", command.arguments.flatMap { Self.item(Roff.italic($0.usage), Roff.filled($0.help)) }),
            optionSections,
            section("ENVIRONMENT", environment),
            section("EXAMPLES", examples(command)),
            section("EXIT STATUS", command.exitStatuses.flatMap(Self.exitStatus)),
            section("SEE ALSO", seeAlso(command)),
        ]
        return sections.joined().map { $0 + "\n" }.joined()
    }

    // MARK: Parts

    private func section(_ title: String, _ lines: [String]) -> [String] {
        // A paragraph macro right after a heading has no effect.
        lines.isEmpty ? [] : [".SH \(title)"] + lines.drop { $0 == ".PP" }
    }

    private static func item(_ term: String, _ text: [String]) -> [String] { [".TP", term] + text }

    private func synopsis(_ command: Command) -> String {
        let operands = command.subcommands.isEmpty ? command.arguments.map(\.usage) : ["COMMAND"]
        return ([Roff.bold(path.map(\.name).joined(separator: " "))] + (["[OPTION]..."] + operands).map(Roff.italic))
            .joined(separator: " ")
    }

    private func description(_ command: Command) -> [String] {
        let paragraphs = [command.abstract + "."] + command.discussion.split(separator: "\n\n").map(String.init)
        return paragraphs.flatMap { paragraph in
            let lines = paragraph.split(separator: "\n").map(String.init)
            return [".PP"]
                + lines.chunked(by: \.isIndented).flatMap { lines in
                    lines[0].isIndented ? Roff.verbatim(lines) : lines.flatMap(Roff.filled)
                }
        }
    }

    private func subcommand(_ command: Command) -> [String] {
        Self.item(".BR \(Roff.escaped(Self.name(path + [command]))) (1)", Roff.filled(command.abstract + "."))
    }

    private var optionSections: [String] {
        let own = section("OPTIONS", CommandOptions(path: path).own.flatMap(Self.option))
        let inherited = CommandOptions(path: path).inherited.flatMap(Self.option)
        return inherited.isEmpty ? own : own + section("GLOBAL OPTIONS", inherited)
    }

    private static func option(_ option: OptionDeclaration) -> [String] {
        let names = (option.short.map { ["-\($0)"] } ?? []) + [option.spelling]
        let value = option.value.map { " " + Roff.italic($0.name) } ?? ""
        let notes = ([option.help] + option.notes).joined(separator: " ")
        return item(names.map(Roff.bold).joined(separator: ", ") + value, Roff.filled(notes))
    }

    private var environment: [String] {
        let options = CommandOptions(path: path)
        return (options.own + options.inherited).flatMap { option in
            guard let variable = option.environment else { return [String]() }
            return Self.item(Roff.bold(variable), ["Used when", Roff.bold(option.spelling), "is not given."])
        }
    }

    private func examples(_ command: Command) -> [String] {
        command.examples.flatMap { [".PP"] + Roff.filled($0.purpose + ":") + Roff.verbatim([$0.line]) }
    }

    private static func exitStatus(_ status: ExitStatus) -> [String] {
        item(Roff.bold(String(status.code.rawValue)), Roff.filled(status.meaning))
    }

    /// The pages of the command above, and of the commands beside or below this one.
    private func seeAlso(_ command: Command) -> [String] {
        let parents = path.count > 1 ? [Self.name(path.dropLast())] : []
        let parent = command.subcommands.isEmpty ? path.dropLast() : path[...]
        let others = (parent.last?.subcommands ?? []).filter { !$0.isHidden }.map { Self.name(parent + [$0]) }
        let names = parents + others.filter { $0 != name }.sorted()
        return names.enumerated().map { index, name in
            ".BR \(Roff.escaped(name)) (1)" + (index + 1 < names.count ? "," : "")
        }
    }
}

extension String {
    fileprivate var isIndented: Bool { hasPrefix(" ") }
}

extension Array {
    /// The elements in runs with equal `property`.
    fileprivate func chunked(by property: (Element) -> Bool) -> [[Element]] {
        reduce(into: []) { chunks, element in
            if let last = chunks.last?.last, property(last) == property(element) {
                chunks[chunks.count - 1].append(element)
            } else {
                chunks.append([element])
            }
        }
    }
}
