import Audit
import CameraSchema
import CommandLineTool
import Jobs
import SemanticDiff
import Snapshots
import Text

/// `camkeep audit REF…|--stored|--all`, `camkeep audit TARGET… live`
enum AuditCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("audited configuration"),
        help:
            "Cameras of the store, also as patterns (front-*), @GROUPs of the inventory, snapshots (front-door@golden), or "
            + "files; with live at the end cameras as they are now.",
        count: .any)
    private static let stored = OptionDeclaration.flag(
        "stored", help: "Audit the latest snapshot of every camera of the store.")
    private static let golden = OptionDeclaration.value(
        "golden", "REF", kind: .reference("snapshot"), help: "Compare every camera with this configuration.",
        conflicts: ["majority"])
    private static let majority = OptionDeclaration.flag(
        "majority", help: "Compare every camera with what more than half of them have.")
    private static let policy = OptionDeclaration.repeated(
        "policy", "FILE", kind: .file,
        help: "Check every camera by the rules of this file; basics names the built-in rules of security.")
    private static let waivers = OptionDeclaration.value(
        "waivers", "FILE", kind: .file, help: "Findings that are accepted, each with a reason and a last day.")
    private static let format = OptionDeclaration.value(
        "format", short: "f", "FORMAT", kind: .choices("text", "json", "csv", "html", "junit", "sarif"),
        help: "How to say it: text, json, csv, html, junit or sarif.", defaultValue: "text")

    static let command = Command(
        "audit", abstract: "Say which cameras are not as they should be",
        discussion: """
            Compares the configurations of many cameras with a golden one or with what more than half of them have, \
            value by value, and checks them by rules. Without --golden, --majority and --policy it does the last two: \
            --majority --policy basics.

            The stored configurations are taken: the latest of each camera. TARGET... live (or --all live) reads the cameras as they \
            are now, and keeps nothing of them. \(FleetOptions.discussion)

            Names, addresses and other things that differ between units by nature, clocks, signals, versions and ranges are left \
            out. Errors and warnings that no waiver silences make the audit fail; notes do not.
            """,
        arguments: [references],
        options: [
            StoreOptions.store, stored, golden, majority, policy, waivers, format, DiffSelection.only,
            DiffSelection.except, SchemaOptions.schema,
        ] + FleetOptions.options + CameraOptions.all,
        examples: [
            .init("Who differs from the others, and who breaks the security basics?", "camkeep audit --stored"),
            .init("All cameras against one that is right", "camkeep audit --stored --golden front-door@golden"),
            .init(
                "A page for the weekly meeting",
                "camkeep audit --stored --waivers waivers.json -f html > audit.html"),
            .init("A group as it is now, against its best camera", "camkeep audit --golden gate-1@golden @gate live"),
            .init(
                "Rules of one's own, in continuous integration", "camkeep audit --stored --policy site.json -f junit"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Nothing was found."), ExitStatus(.differences, "Errors or warnings were found."),
            .usage, ExitStatus(.failure, "No camera could be read, or the store failed."),
            ExitStatus(
                .partial, "Some cameras could not be read, or nothing was found and some sections could not be."),
            ExitStatus(.verificationFailed, "Some snapshots are damaged; the others were audited."), .interrupted,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let auditor = try auditor(values, console)
        let loaded = try await cameras(values, console)
        let result = auditor.audit(loaded.cameras, unread: loaded.unread)
        if console.isQuiet {
            for camera in result.unread { console.error(HarmlessText.escaped("\(camera.name): \(camera.reason)")) }
        } else {
            AuditReport(result, auditor.schema, console).print(
                values.choice(format, as: AuditReport.Format.self) ?? .text)
        }
        return exitCode(result)
    }

    private static func cameras(_ values: ParsedValues, _ console: Console) async throws -> AuditSelection.Loaded {
        let texts = values.strings(references)
        let resolver = try InventoryOptions.resolver(values)
        if texts.last == "live" {
            guard !values.isSet(stored) else {
                throw UsageFault(
                    description: "--stored and live exclude each other", hint: "--all live reads all cameras")
            }
            return try await LiveCameras(values: values, console: console).load(
                FleetOptions.targets(values, named: texts.dropLast(), with: resolver))
        }
        let all: AuditSelection.All =
            values.isSet(FleetOptions.all) ? .ofInventory : values.isSet(stored) ? .ofStore : .none
        return try await AuditSelection(texts, all, StoreOptions.store(values), resolver).load()
    }

    private static func auditor(_ values: ParsedValues, _ console: Console) throws -> Auditor {
        var auditor = Auditor(schema: try SchemaOptions.schema(values), now: .now())
        let isUnsaid = values.string(golden) == nil && !values.isSet(majority) && values.strings(policy).isEmpty
        if let text = values.string(golden) {
            let snapshot = try StoredSnapshot(text, in: StoreOptions.store(values))
            auditor.reference = .golden(name: snapshot.entry?.reference ?? snapshot.file, snapshot.snapshot)
        } else if values.isSet(majority) || isUnsaid {
            auditor.reference = .majority
        }
        auditor.policies = try AuditFiles.policies(isUnsaid ? ["basics"] : values.strings(policy))
        auditor.waivers = try values.path(waivers).map(AuditFiles.waivers) ?? []
        auditor.filter = PathFilter(
            only: values.strings(DiffSelection.only), except: values.strings(DiffSelection.except))
        auditor.fingerprintKey = try CameraOptions.fingerprintKeyFile(values, console.environment).existingKey()
        return auditor
    }

    /// What could not be audited weighs more than what was found: an audit that is not whole must not look like one that is.
    private static func exitCode(_ result: AuditResult) -> ExitCode {
        if result.unread.contains(where: \.isDamaged) { return .verificationFailed }
        if !result.unread.isEmpty { return result.cameras.isEmpty ? .failure : .partial }
        if result.hasFindings { return .differences }
        return result.isComplete ? .success : .partial
    }
}
