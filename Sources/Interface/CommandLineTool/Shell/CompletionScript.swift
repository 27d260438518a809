/// The script with which a shell completes the command lines of a program. It is short because it asks the program itself, so
/// it always fits the version in use.
package enum CompletionScript: String, Sendable, CaseIterable {
    case bash
    case zsh
    case fish

    /// The name of the hidden command that the scripts call with the line up to the cursor.
    package static let command = "__complete"
    /// Its option for readline, with the characters at which bash breaks words.
    package static let readline = OptionDeclaration.value(
        "readline", "CHARACTERS", help: "Answer for readline, which breaks words at these characters.")

    /// The text to be sourced by the shell.
    package func text(program: String) -> String {
        let template =
            switch self {
            case .bash: Self.bashTemplate
            case .zsh: Self.zshTemplate
            case .fish: Self.fishTemplate
            }
        return template.split(separator: "PROGRAM", omittingEmptySubsequences: false).joined(separator: program)
    }

    // Names from files reach the shell only as data: nothing is evaluated, and %q, compadd and fish quote what they put on the line.
    // bash calls the function with the command as it was typed, which may be an alias or a path.

    private static let bashTemplate = #"""
        # bash completion of PROGRAM, made by 'PROGRAM completion bash'.
        _PROGRAM() {
            local program=${COMP_WORDS[0]/#'~/'/"$HOME/"} word
            local -a answer
            type -P -- "$program" >/dev/null || program=PROGRAM
            mapfile -t answer < <("$program" __complete --readline="$COMP_WORDBREAKS" \
                -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
            COMPREPLY=()
            for word in "${answer[@]:1}"; do
                printf -v word %q "$word"
                COMPREPLY+=("$word")
            done
            case ${answer[0]-} in
                files) compopt -o bashdefault -o default ;;
                directories) compopt -o dirnames ;;
            esac
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:/] ]]; then
                compopt -o nospace
            fi
        }
        complete -o nosort -F _PROGRAM PROGRAM

        """#

    private static let zshTemplate = #"""
        #compdef PROGRAM
        # zsh completion of PROGRAM, made by 'PROGRAM completion zsh'.
        _PROGRAM() {
            local program=${words[1]/#'~/'/$HOME/} line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" entry word help
            local -a answer finished open
            whence -p -- $program >/dev/null || program=PROGRAM
            answer=("${(@f)$(command $program __complete -- $line 2>/dev/null </dev/null)}")
            for entry in "${(@)answer[2,-1]}"; do
                word=${entry%%$'\t'*}
                help=${${entry#$word}#$'\t'}
                entry=${${word//\\/\\\\}//:/\\:}${help:+:$help}
                case $word in
                    *[=:/]) open+=($entry) ;;
                    *) finished+=($entry) ;;
                esac
            done
            _describe -V -t values value finished -- open -S '' && return
            case $answer[1] in
                files | directories) [[ $PREFIX == --*=* ]] && compset -P 1 '*=' ;;
            esac
            case $answer[1] in
                files) _files ;;
                directories) _files -/ ;;
            esac
        }
        if [[ $funcstack[1] == _PROGRAM ]]; then
            _PROGRAM "$@"
        else
            compdef _PROGRAM PROGRAM
        fi

        """#

    private static let fishTemplate = #"""
        # fish completion of PROGRAM, made by 'PROGRAM completion fish'.
        function __PROGRAM_complete
            set -l program (string replace -r '^~/' "$HOME/" -- (commandline -opc)[1])
            command -q "$program"; or set program PROGRAM
            set -l answer (command $program __complete -- "$(commandline -cp)" 2>/dev/null </dev/null)
            set -l token (commandline -ct)
            set -l option (string match -r -- '^--[^=]*=' $token)
            set -l path (string replace -r -- '^--[^=]*=' '' $token)
            switch "$answer[1]"
                case files
                    printf "$option%s\n" (__fish_complete_path $path)
                case directories
                    printf "$option%s\n" (__fish_complete_directories $path)
            end
            string join \n -- $answer[2..]
        end
        complete -c PROGRAM -f -k -a '(__PROGRAM_complete)'

        """#
}
