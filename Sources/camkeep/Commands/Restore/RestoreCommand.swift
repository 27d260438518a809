import CameraClient
import CommandLineTool
import Fleet
import Restore

/// `camkeep restore REF TARGET`, `camkeep restore PLANFILE [TARGET]`, `camkeep restore --resume|--rollback CAMERA`
enum RestoreCommand {
    static let reference = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"),
        help:
            "What is wanted: a configuration, or a plan that plan -o has kept. With --resume and --rollback: the camera."
    )
    static let target = ArgumentDeclaration(
        "TARGET", kind: .reference("target"),
        help: InventoryOptions.targetHelp + " A plan names its own.", isOptional: true)
    static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, for the snapshot that is taken before.")
    static let json = OptionDeclaration.flag("json", help: "Print what became of each section as JSON.")
    static let resume = OptionDeclaration.flag(
        "resume", help: "Finish a restore that was interrupted.", conflicts: ["rollback", "dry-run"])
    static let rollback = OptionDeclaration.flag(
        "rollback", help: "Undo a restore that was interrupted.", conflicts: ["dry-run"])

    static let vendorArchive = OptionDeclaration.flag(
        "vendor-archive",
        help: "Give the camera back its own archive that lies sealed beside the snapshot, instead of writing sections.",
        conflicts: ["resume", "rollback"] + PlanSelection.all.map(\.name))

    static let command = Command(
        "restore", abstract: "Make a camera as a snapshot says",
        discussion: """
            Plans as camkeep plan does, shows the plan and asks; then writes the sections in order and proves each one by \
            reading it back. If one fails, what was written is put back (--on-failure). The camera as it was before is kept in the \
            store as @before-restore.

            Every write is written down beside the store before it is sent. After a crash or a power cut, --resume finishes the \
            restore and --rollback undoes it. Ctrl-C finishes the write under way and then does what --on-failure says.

            Addresses, ports and what else can cut the connection are written last, and only if that is confirmed or \
            --allow-readdress is given.

            With --vendor-archive the camera's own archive is uploaded instead: to a camera of the same model and firmware, which             restarts with it. Afterwards the camera is read again, and what differs from the snapshot is told.
            """,
        arguments: [reference, target],
        options: [StoreOptions.store, name] + PlanSelection.all + SecretOptions.all
            + RecipientOptions.all + RestoreSelection.all
            + [resume, rollback, vendorArchive, json, InventoryOptions.inventory, SchemaOptions.schema]
            + CameraOptions.all,
        examples: [
            .init("Back to the golden state", "camkeep restore front-door@golden http://192.168.1.10"),
            .init("What somebody has approved", "camkeep restore gate.plan"),
            .init("After a power cut", "camkeep restore --resume http://192.168.1.10"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Every section is as wanted."),
            ExitStatus(
                .differences, "Nothing was written: --dry-run, a no, or a camera that changed since the plan was made."),
            .usage, ExitStatus(.failure, "The camera, the network or the store failed."),
            ExitStatus(.partial, "Some sections were not written."),
            ExitStatus(.verificationFailed, "The camera accepted a write and did not apply all of it."),
            ExitStatus(.interrupted, "Interrupted."),
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let reference = values.string(reference) ?? ""
        if values.isSet(resume) || values.isSet(rollback) {
            guard values.string(target) == nil else {
                throw UsageFault(
                    description: "--resume and --rollback know what was restored", hint: "name the camera alone")
            }
            return try await RestoreRecovery(values, console).run(reference, isRollback: values.isSet(rollback))
        }
        if values.isSet(vendorArchive) {
            try requireConsent(values)
            guard let target = values.string(target) else {
                throw UsageFault(
                    description: "the camera is missing",
                    hint: "camkeep restore --vendor-archive \(reference) http://HOST")
            }
            return try await VendorArchiveRestore(values, console).run(
                reference, try InventoryOptions.resolver(values).target(target))
        }
        try requireConsent(values)
        let source = try RestoreSource(reference, values.string(target), values)
        return try await RestoreJob(values, console).run(source)
    }

    /// - Throws: ``UsageFault`` if nobody can be asked and no option says yes
    static func requireConsent(_ values: ParsedValues) throws(UsageFault) {
        guard
            values.isSet(RestoreSelection.yes) || values.isSet(RestoreSelection.dryRun)
                || (ConfirmationPrompt.isPossible && !values.isSet(json))
        else {
            throw UsageFault(
                description: "there is no terminal to confirm the plan on",
                hint: "look at it with camkeep plan or --dry-run, then give --yes")
        }
    }
}
