import CommandLineTool
import Testing

private let rootHelp = """
    Keep the configuration of IP cameras.

    USAGE
      camkeep [OPTION]... COMMAND

    Backs up, compares and restores what cameras are set to.

    COMMANDS
      snapshot  Save the configuration of cameras
      show      Show a snapshot
      copy      Copy files
      schema    Work with the schema
      help      Show the help of a command

    OPTIONS
          --color WHEN  Colour the output: auto (on a terminal, unless NO_COLOR is
                        set), always or never. [default: auto]
      -q, --quiet       Show no progress and no notes; errors and warnings are still
                        shown.
      -h, --help        Show this help.
          --version     Show the version.

    'camkeep help COMMAND' explains a command.

    """

private let snapshotHelpAt120Columns = """
    Save the configuration of cameras.

    USAGE
      camkeep snapshot [OPTION]... TARGET...

    Reads every section of each camera's configuration and keeps it as one file in the store. A snapshot
    that equals the one before is not kept again.

    The password comes from CAMKEEP_PASSWORD, a file, a command or a prompt, never from an argument.

    ARGUMENTS
      TARGET...  A camera: http(s)://host[:port].

    OPTIONS
      -s, --store DIR             The directory the snapshots are kept in.
                                  [default: $SAMPLE_STORE, else ./snapshots]
          --only PATTERN          Take only the sections that match PATTERN. May be repeated.
          --except PATTERN        Leave out the sections that match PATTERN. May be repeated.
          --no-export             Do not ask the camera for its own configuration archive.
      -u, --user NAME             The account to log in with. [default: admin]
          --password-file FILE    Read the password from the first line of FILE.
          --password-command CMD  Read the password from the output of CMD.
      -j, --jobs N                Cameras to work on at a time. [default: $SAMPLE_JOBS, else 8]
          --json                  Write JSON.

    GLOBAL OPTIONS
          --color WHEN  Colour the output: auto (on a terminal, unless NO_COLOR is set), always or
                        never. [default: auto]
      -q, --quiet       Show no progress and no notes; errors and warnings are still shown.
      -h, --help        Show this help.

    EXAMPLES
      Save one camera:
        camkeep snapshot http://192.0.2.10

      Only the network settings:
        camkeep snapshot --only 'network/*' https://192.0.2.10

    EXIT STATUS
      0    All sections of all cameras are saved.
      3    The camera or the network failed.
      4    Some sections or cameras failed.
      130  Interrupted by Ctrl-C.

    """

@Test func helpReadsWell() async {
    let root = await Sample.run(["help"])
    #expect(root.output == rootHelp)
    #expect(root.code == .success)
    let wide = await Sample.run(["snapshot", "--help"], terminal: Terminal(isTerminal: false, width: 120))
    #expect(wide.output == snapshotHelpAt120Columns)
}

@Test(arguments: [1, 40, 55, 80, 100, 300])
func helpFitsTheTerminal(width: Int) async {
    for words in [["help"], ["help", "schema"], ["help", "show"], ["help", "schema", "show"]] {
        let help = await Sample.run(words, terminal: Terminal(isTerminal: false, width: width)).output
        let lines = help.split(separator: "\n")
        // Lines that people copy are never broken.
        let broken = lines.filter { !$0.hasPrefix("  camkeep ") && !$0.hasPrefix("'camkeep ") }
        #expect(lines.count - broken.count <= 2)
        #expect(broken.allSatisfy { $0.count <= min(max(width, 40), 100) })
    }
}

@Test func colouredHelpHasTheSameWords() async {
    let terminal = Terminal(isTerminal: true, width: 80)
    let coloured = await Sample.run(["help", "snapshot"], terminal: terminal).output
    let plain = await Sample.run(["help", "snapshot"], environment: ["NO_COLOR": "1"], terminal: terminal).output
    #expect(coloured.hasPrefix("Save the configuration of cameras.\n\n\u{1B}[1mUSAGE\u{1B}[0m\n"))
    #expect(coloured.replacing(#/\u{1B}\[\d+m/#, with: "") == plain)
}

@Test func outcomesBecomeExitCodesAndTwoLines() async {
    let done = await Sample.run(["snapshot", "a", "--store", "x"])
    #expect(done == (.partial, "store x\n", ""))
    #expect(await Sample.run(["--version"]) == (.success, "camkeep 1.2.3\n", ""))
    #expect(
        await Sample.run(["snapshto"]) == (
            .usage, "",
            "camkeep: error: unknown command 'snapshto'\ncamkeep: hint: did you mean 'camkeep snapshot'?\n"
        ))
    #expect(
        await Sample.run(["show", "r"]) == (
            .verificationFailed, "", "camkeep: error: it is broken\ncamkeep: hint: try again\n"
        ))
    #expect(await Sample.run(["schema", "check"]) == (.interrupted, "", "camkeep: interrupted\n"))
    #expect(await Sample.run([]) == (.usage, "", rootHelp))
    let coloured = await Sample.run(["--color", "always", "show", "r"]).errors
    #expect(coloured.hasPrefix("camkeep: \u{1B}[1m\u{1B}[31merror:\u{1B}[0m"))
}

@Test func aSecretGivenByMistakeIsNotRepeated() async {
    for words in [["snapshot", "--password=hunter2", "a"], ["snapshot", "-phunter2", "a"]] {
        let result = await Sample.run(words)
        #expect(result.code == .usage)
        #expect(!result.errors.contains("hunter2"))
    }
}
