import CommandLineTool

/// `camkeep completion SHELL`
enum CompletionCommand {
    private static let shell = ArgumentDeclaration(
        "SHELL", kind: .choice(CompletionScript.allCases.map { .init($0.rawValue) }), help: "bash, zsh or fish.")

    static let command = Command(
        "completion", abstract: "Print the completion of command lines for a shell",
        discussion: """
            With it the Tab key completes commands, options, the cameras of the inventory and the store, references to \
            snapshots, and sections. For yourself alone:

              bash  add to ~/.bashrc:  source <(camkeep completion bash)
              zsh   add to ~/.zshrc, after compinit:  source <(camkeep completion zsh)
              fish  camkeep completion fish > ~/.config/fish/completions/camkeep.fish

            The script asks the camkeep that is being typed, so it need not be renewed for a new version. It reads names in \
            the inventory and the store alone, and contacts no camera.
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
            let script = values.string(shell).flatMap(CompletionScript.init(rawValue:)) ?? .bash
            console.write(Array(script.text(program: CamkeepProgram.root.name).utf8))
            return .success
        })

    private static let line = ArgumentDeclaration("LINE", help: "The command line up to the cursor, as it is typed.")

    /// What the scripts call. It prints nothing of what goes wrong: that would garble the line that is being typed.
    static let answer = Command(
        CompletionScript.command, abstract: "Print what the word at the cursor can be", arguments: [line],
        options: [CompletionScript.readline], isHidden: true,
        run: { values, console in
            let wordBreaks = values.string(CompletionScript.readline)
            let line = TypedLine(
                values.string(line) ?? "", wordBreaks: wordBreaks ?? "", home: console.environment["HOME"])
            let parser = CommandParser(root: CamkeepProgram.root, environment: console.environment, hasVersion: true)
            let completion = parser.completion(of: line, listing: ReferenceLists.list)
            console.write(Array((wordBreaks == nil ? completion.text() : completion.text(for: line)).utf8))
            return .success
        })
}
