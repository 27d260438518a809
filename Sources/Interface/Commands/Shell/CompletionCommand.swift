import CommandLineTool

/// `camkeep completion SHELL`
enum CompletionCommand {
    private static let shell = ArgumentDeclaration(
        "SHELL", kind: .choice(CompletionScript.allCases.map { .init($0.rawValue) }), help: "bash, zsh or fish.")

    static let command = Command(
        "completion", abstract: "Print the completion of command lines for a shell",
        discussion: """
            With it the Tab key completes commands, options, the cameras of the inventory and the store, references to \
            snapshots, and sections. To have it for yourself only:

              bash  add to ~/.bashrc:  source <(camkeep completion bash)
              zsh   add to ~/.zshrc, after compinit:  source <(camkeep completion zsh)
              fish  camkeep completion fish > ~/.config/fish/completions/camkeep.fish

            The script asks the camkeep that is being typed, so a new version needs no new script. It only reads names in the \
            inventory and the store, and contacts no camera.
            """,
        arguments: [shell],
        examples: [
            .init(
                "For everybody who uses bash",
                "camkeep completion bash > /usr/local/share/bash-completion/completions/camkeep"),
            .init("For an alias in bash", "alias ck=camkeep; complete -o nosort -F _camkeep ck"),
        ],
        exitStatuses: [.success, .usage],
        run: { values, console in
            console.write(Array(script(values).text(program: CamkeepProgram.root.name).utf8))
            return .success
        })

    private static func script(_ values: ParsedValues) -> CompletionScript {
        values.string(shell).flatMap(CompletionScript.init(rawValue:)) ?? .bash
    }

    private static let line = ArgumentDeclaration("LINE", help: "The command line up to the cursor, as it is typed.")

    /// What the scripts call. It says nothing of what goes wrong: that would garble the line that is being typed.
    static let answer = Command(
        CompletionScript.command, abstract: "Print what the word at the cursor can be", arguments: [line],
        options: [CompletionScript.readline], isHidden: true,
        run: { values, console in
            answer(values.string(line) ?? "", wordBreaks: values.string(CompletionScript.readline), console: console)
        })

    /// - Parameter wordBreaks: the characters at which readline breaks words; nil if another shell asks
    private static func answer(_ text: String, wordBreaks: String?, console: Console) -> ExitCode {
        let line = TypedLine(text, wordBreaks: wordBreaks ?? "", home: console.environment["HOME"])
        let parser = CommandParser(root: CamkeepProgram.root, environment: console.environment, hasVersion: true)
        let completion = parser.completion(of: line) { list, typed, values in
            ReferenceLists(values).completion(of: typed, from: list)
        }
        console.write(Array((wordBreaks == nil ? completion.text() : completion.text(for: line)).utf8))
        return .success
    }
}
