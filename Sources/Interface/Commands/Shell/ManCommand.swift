import CommandLineTool
import Files
import Glibc

/// `camkeep man [COMMAND...]`
struct ManCommand {
    private static let names = ArgumentDeclaration(
        "COMMAND", kind: .reference("command"),
        help: "The command, and its subcommand if it has one; without it, camkeep itself.", count: .any)
    private static let output = OptionDeclaration.value(
        "output", short: "o", "DIR", kind: .directory,
        help: "Write the pages of all commands into this folder, which is made if there is none.")

    static let command = Command(
        "man", abstract: "Print manual pages",
        discussion: """
            Prints the manual page of a command for man, or writes those of all commands into a folder: camkeep.1, \
            camkeep-snapshot.1, camkeep-secrets-set.1 and so on.
            """,
        arguments: [names], options: [output],
        examples: [
            .init("Read one", "camkeep man snapshot | man -l -"),
            .init("Install all of them", "camkeep man --output /usr/local/share/man/man1"),
        ],
        exitStatuses: [.success, .usage, ExitStatus(.failure, "A page cannot be written.")],
        run: { values, console in try ManCommand(options: Options(values), console: console).run() })

    struct Options {
        /// What is done with the pages.
        enum Destination {
            /// The page of one command, the words of its name after the program's; none for the program itself.
            case output(command: [String])
            case folder(String)
        }

        let destination: Destination

        init(_ values: ParsedValues) throws(UsageFault) {
            let command = values.strings(names)
            guard let folder = values.path(output) else {
                destination = .output(command: command)
                return
            }
            guard command.isEmpty else {
                throw UsageFault(
                    description: "--output writes the pages of all commands", hint: "leave out --output or COMMAND")
            }
            destination = .folder(folder)
        }
    }

    /// A page that cannot be written.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let edition = ManualPage.Edition(version: ToolVersion.signature, date: ToolVersion.date)
        let pages = ManualPage.all(of: CamkeepProgram.root, edition: edition)
        switch options.destination {
        case .folder(let folder):
            try write(pages, to: folder)
            console.note("\(folder): \(Wording.count(pages.count, "page"))")
        case .output(let command):
            guard let page = pages.first(where: { $0.commandNames == command }) else {
                throw UsageFault(
                    description: "there is no command \(command.joined(separator: " "))",
                    hint: "camkeep help lists the commands")
            }
            console.write(Array(page.text().utf8))
        }
        return .success
    }

    private func write(_ pages: [ManualPage], to folder: String) throws(Fault) {
        mkdir(folder, 0o755)
        for page in pages {
            let path = "\(folder)/\(page.fileName)"
            do throws(FileFault) {
                try OpenFile(replacing: path).write(Array(page.text().utf8))
            } catch {
                throw Fault(description: "\(path) cannot be written: \(error.reason)")
            }
        }
    }
}
