package import CommandLineTool
import Jobs

/// The program `camkeep` without its process: all commands, and how their errors are worded.
package enum CamkeepProgram {
    package static let program = CommandLineProgram(
        root: root, version: ToolVersion.signature, failure: { Failures.describe($0) })

    static let root: Command = Command(
        "camkeep",
        abstract: "Back up, compare and restore the configuration of IP cameras",
        discussion: """
            A snapshot is one file that holds the whole configuration of a camera. Snapshots are kept in a store, \
            a folder: ./snapshots, or the one that --store or CAMKEEP_STORE names.
            """,
        options: [.color, .quiet, .log],
        examples: [
            .init("Keep the configuration of a camera", "camkeep snapshot http://192.168.1.10"),
            .init("See what is kept", "camkeep log"),
            .init("Set a camera to what its snapshot says", "camkeep restore 192.168.1.10 http://192.168.1.10"),
            .init("Look at one section of the latest snapshot", "camkeep show 192.168.1.10 event/motion"),
        ],
        exitStatuses: ExitStatus.all,
        subcommands: [
            SnapshotCommand.command, InventoryCommand.command, LogCommand.command, BlameCommand.command,
            ShowCommand.command,
            DiffCommand.command, PlanCommand.command, RestoreCommand.command, CloneCommand.command,
            UpgradeCommand.command, AuditCommand.command, VerifyCommand.command, PruneCommand.command,
            DrillCommand.command, ExportCommand.command, KeysCommand.command, SecretsCommand.command,
            SchemaCommand.command, CompletionCommand.command, ManCommand.command, VersionCommand.command,
            CompletionCommand.answer,
        ])
}

enum ToolVersion {
    static let text = "0.1.0"
    /// The day of the version, for manual pages.
    static let date = "2026-11-22"
    /// What snapshots say of the program that wrote them.
    static let signature = "camkeep \(text)"
}

extension ExitStatus {
    static let success = ExitStatus(.success, "Done.")
    static let usage = ExitStatus(.usage, "The command line is wrong.")
    static let failure = ExitStatus(.failure, "The camera, the network or the store failed.")
    static let partial = ExitStatus(.partial, "Some sections or some cameras failed; the rest was done.")
    static let verification = ExitStatus(.verificationFailed, "A snapshot is damaged.")
    static let interrupted = ExitStatus(.interrupted, "Interrupted; nothing half-written is left.")

    static let all = [success, usage, failure, partial, verification, interrupted]
}
