import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Snapshots

/// `camkeep snapshot TARGET…`
enum SnapshotCommand {
    private static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: "A camera: http(s)://HOST[:PORT].", isRepeated: true)
    private static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, instead of its address. For one TARGET.")
    private static let tag = OptionDeclaration.value(
        "tag", "TAG", help: "Name the snapshot, so that CAMERA@TAG refers to it; a tag in use moves.")
    private static let only = OptionDeclaration.repeated(
        "only", "PATTERN", kind: .reference("section"),
        help: "Read these sections alone: network, event/motion, video/*.")
    private static let except = OptionDeclaration.repeated(
        "except", "PATTERN", kind: .reference("section"), help: "Leave these sections out.")
    private static let noExport = OptionDeclaration.flag(
        "no-export", help: "Do not fetch the vendor archive (export-params).", conflicts: ["export-plain"])
    private static let exportPlain = OptionDeclaration.flag(
        "export-plain", help: "Keep the vendor archive beside the snapshot, in clear: it may hold passwords.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    static let command = Command(
        "snapshot", abstract: "Read the whole configuration of cameras into the store",
        discussion: """
            Walks every get endpoint of the camera's API and the vendor archive, and keeps the result as one file. \
            If nothing has changed since the newest snapshot, no new file is made; that it was seen again is noted.

            The password comes from --password-file, --password-command, the variable CAMKEEP_PASSWORD or a prompt. \
            A refused password is never tried again: cameras lock the account after a few failures.

            Secrets are sealed for your recipients (see 'camkeep keys --help'), and so is the vendor archive. Without \
            recipients neither is kept: the snapshot says only that there is a secret, with a fingerprint that tells whether \
            it changed, and describes the archive (size, digest, members).
            """,
        arguments: [targets],
        options: [StoreOptions.store, name, tag, only, except, noExport, exportPlain, json] + RecipientOptions.all
            + CameraOptions.all + [SchemaOptions.schema],
        examples: [
            .init("Keep one camera", "camkeep snapshot --name front-door http://192.168.1.10"),
            .init(
                "Two cameras, network settings alone, password from a file",
                "camkeep snapshot --only network --password-file pw https://gate https://yard"),
        ],
        exitStatuses: [.success, .usage, .failure, .partial, .interrupted],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let targets = try values.strings(targets).map { text throws(TargetError) in try CameraTarget(text) }
        let name = values.string(name)
        if name != nil, targets.count > 1 {
            throw UsageFault(description: "--name is for one camera", hint: "take the cameras one by one")
        }
        let tag = values.string(tag)
        if let tag { try SnapshotStore.checkTag(tag) }
        let schema = try SchemaOptions.schema(values)
        let filter = SectionFilter(only: values.strings(only), except: values.strings(except))
        if let stray = filter.strayPatterns(schema).first {
            throw UsageFault(
                description: "no section fits the pattern \(stray)", hint: "camkeep schema list shows them all")
        }
        let job = SnapshotJob(
            reader: try await CameraReader(values, schema, console), store: StoreOptions.store(values), name: name,
            tag: tag,
            filter: filter,
            archive: values.isSet(noExport) || !filter.only.isEmpty
                ? .notFetched : values.isSet(exportPlain) ? .clear : .sealed,
            recipients: try RecipientOptions.recipients(values, console))
        guard job.recipients.isEmpty || job.reader.canCompareSecrets else {
            throw UsageFault(
                description: "secrets that are sealed need a fingerprint key, or a change of them would go unnoticed",
                hint: "name a file for it with --fingerprint-key")
        }
        let report: any SnapshotReport = values.isSet(json) ? SnapshotJSONReport(console) : SnapshotTextReport(console)
        var outcomes: [ExitCode] = []
        var hasSaidThatSecretsAreLeftOut = false
        for target in targets {
            do {
                let outcome = try await job.run(target)
                report.kept(outcome)
                if outcome.leavesSecretsOut, !hasSaidThatSecretsAreLeftOut {
                    hasSaidThatSecretsAreLeftOut = true
                    console.note(
                        "without a recipient secrets are left out, and a restore cannot bring them back; "
                            + "'camkeep keys generate' makes a key to seal them for")
                }
                outcomes.append(outcome.walk.isPartial ? .partial : .success)
            } catch {
                try Task.checkCancellation()
                report.failed(target, error)
                outcomes.append(Failures.tell(error).exitCode)
            }
        }
        return exitCode(outcomes)
    }

    /// Of one camera its own; of several, partial if they differ.
    private static func exitCode(_ outcomes: [ExitCode]) -> ExitCode {
        let distinct = Set(outcomes)
        return distinct.count > 1 ? .partial : outcomes.first ?? .success
    }
}
