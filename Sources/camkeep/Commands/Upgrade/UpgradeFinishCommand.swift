import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Reports
import Restore
import SemanticDiff
import Snapshots

/// `camkeep upgrade finish TARGET`
enum UpgradeFinishCommand {
    static let wait = OptionDeclaration.value(
        "upgrade-timeout", "SECONDS", kind: .integer(1...86_400),
        help: "How long to wait for the camera with its new firmware.", defaultValue: "600")
    private static let restoreLost = OptionDeclaration.flag(
        "restore-lost", help: "Put back exactly what was lost: planned, confirmed and proved as a restore is.")
    private static let defaults = OptionDeclaration.value(
        "defaults", "REF", kind: .reference("snapshot"),
        help: "A snapshot of such a camera with the new firmware at its factory defaults: what is at neither its old "
            + "value nor its default counts as changed, not as lost.")

    static let command = Command(
        "finish", abstract: "Say what a firmware upgrade has kept, lost and changed",
        discussion: """
            Waits until the camera answers with another firmware than @\(UpgradeCommand.tag), reads it, keeps it as @after-upgrade, \
            and sorts what differs:

            lost     settings that are others than before although nobody set them
            changed  what differs besides and cannot be put back
            new      what only the new firmware has
            gone     what only the old firmware had
            """,
        arguments: [UpgradeCommand.target],
        options: [StoreOptions.store, RestoreCommand.name, wait, restoreLost, defaults, RestoreCommand.json]
            + RestoreSelection.all + [PlanSelection.allowClearingSecrets] + SecretOptions.all + RecipientOptions.all
            + CameraOptions.all + [InventoryOptions.inventory, SchemaOptions.schema],
        exitStatuses: [
            ExitStatus(.success, "Nothing was lost, or all of it was put back."),
            ExitStatus(.differences, "Settings were lost."), .usage,
            ExitStatus(.failure, "The camera did not come back with another firmware, or the store failed."),
            ExitStatus(.partial, "Sections could not be read, or not everything was put back."),
            ExitStatus(.verificationFailed, "The camera accepted a write and did not apply all of it."), .interrupted,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let place = try InventoryOptions.resolver(values).target(values.string(UpgradeCommand.target) ?? "")
        let target = place.target
        if values.isSet(restoreLost) { try RestoreCommand.requireConsent(values) }
        let schema = try SchemaOptions.schema(values)
        let store = StoreOptions.store(values)
        let before = try BeforeUpgrade.find(values.string(RestoreCommand.name) ?? place.name, target, in: store)
        let secrets = try await SecretOptions.opener(values, console, groups: place.camera?.groups ?? [])
        let reader = try await CameraReader(values, schema, console, for: [place])
        let after = try await UpgradedCamera(reader, place, console).waitAndRead(
            insteadOf: before.snapshot.camera, timeout: .seconds(values.integer(wait) ?? 600),
            recipients: secrets.recipients)
        let saved = try store.save(after, as: before.camera)
        try store.tag(saved.entry, as: "after-upgrade")
        let known = try values.string(defaults).map { try StoredSnapshot($0, in: store).snapshot }
        let review = UpgradeReview(before: before.snapshot, after: after, defaults: known, schema: schema)
        let report = UpgradeReport(review, before, after, schema, console)
        if values.isSet(RestoreCommand.json) { report.printJSON() } else if !console.isQuiet { report.print() }
        guard !review.lost.isEmpty else { return review.unread.isEmpty ? .success : .partial }
        guard values.isSet(restoreLost) else { return .differences }
        let wanted = NamedConfiguration(
            name: before.entry?.reference ?? before.file, snapshot: review.wanted,
            secrets: try secrets.secrets(of: before))
        let options = PlanOptions(
            withIdentity: true, allowsClearingSecrets: values.isSet(PlanSelection.allowClearingSecrets))
        try RestoreJournal.check(camera: before.camera, target: "\(target)", in: store)
        let outcome = try await RestoreJob(values, console).run(
            wanted, options, camera: before.camera, on: place, reader, recipients: secrets.recipients)
        guard outcome.code == .success else { return outcome.code }
        for omission in outcome.leftOut {
            console.warn(
                HarmlessText.escaped(
                    "\(omission.section): \(omission.title) was not put back: \(PlanWording.reason(omission.reason))"))
        }
        return outcome.leftOut.isEmpty && review.unread.isEmpty ? .success : .partial
    }
}

/// Finds the snapshot that `upgrade begin` has kept.
enum BeforeUpgrade {
    /// - Throws: ``UsageFault`` if there is none
    static func find(_ name: String?, _ target: CameraTarget, in store: SnapshotStore) throws -> StoredSnapshot {
        if let name { return try StoredSnapshot("\(name)@\(UpgradeCommand.tag)", in: store) }
        for entry in try store.list() where entry.tags.contains(UpgradeCommand.tag) {
            let stored = try StoredSnapshot(entry.reference, in: store)
            if stored.snapshot.camera.address == target.address { return stored }
        }
        throw UsageFault(
            description: "no snapshot of \(target.address) is tagged \(UpgradeCommand.tag)",
            hint: "'camkeep upgrade begin' keeps one; --name says what the store calls the camera")
    }
}
