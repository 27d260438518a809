import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Cryptography
import Fleet
import JSONTree
import Jobs
import Reports
import Restore
import SemanticDiff
import Snapshots
import Text

/// Gives a camera back the vendor archive of a snapshot, waits for its restart, and says what differs from the snapshot.
struct VendorArchiveRestore {
    private let values: ParsedValues
    private let console: Console
    private let store: SnapshotStore
    private let isJSON: Bool

    private static let pause: Duration = .seconds(1)

    init(_ values: ParsedValues, _ console: Console) {
        self.values = values
        self.console = console
        store = StoreOptions.store(values)
        isJSON = values.isSet(RestoreCommand.json)
    }

    /// A camera that must not get the archive, or that did not come back.
    struct Fault: Error, CustomStringConvertible {
        let description: String
        var hint: String?
    }

    func run(_ reference: String, _ place: FleetTarget) async throws -> ExitCode {
        let target = place.target
        let source = try await VendorArchiveSource(reference, values, console)
        let camera = values.string(RestoreCommand.name) ?? source.camera
        try RestoreJournal.check(camera: camera, target: "\(target)", in: store)
        let schema = try SchemaOptions.schema(values)
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema, for: [place], events: JobEvents(console))
        let walk = try await reader.read(place, options: .vendorArchive)
        let recipients = try RecipientOptions.sources(values, console.environment).recipients()
        let live = try reader.snapshot(of: walk, sealedFor: recipients)
        if let objection = ArchiveUpload.objection(to: source.snapshot.camera, on: live.camera) {
            throw Fault(
                description: "\(target.address): \(objection); nothing was sent",
                hint: "camkeep restore \(source.name) \(target) writes what both have, section by section")
        }
        let upload = ArchiveUpload(try await reader.connection(to: place), from: live, to: source.snapshot)
        let before = difference(live, "\(target)", source.snapshot, source.name, schema)
        if !isJSON, !console.isQuiet { DiffReport(before, schema: schema).print(.text, on: console) }
        guard try await isAllowed(upload, source, target) else { return .differences }
        // With its own archive, so that this can be undone in the same way.
        let kept = try store.save(
            live, as: camera, archive: try ArchiveCopy.sealed(walk.archive, of: target, for: recipients))
        let tag = ConfigurationReference.beforeRestore
        try store.tag(kept.entry, as: tag)
        console.note("the camera as it was is kept as \(HarmlessText.escaped(kept.entry.reference)), \(tag)")
        let answered = try await upload.send(Array(source.bytes.exposed()))
        console.note(
            answered
                ? "\(target.address): the archive was taken; waiting for the camera"
                : "\(target.address): the archive was sent, and the camera restarts without an answer; waiting for it")
        return try await settle(upload, source, place, reader, schema)
    }

    // MARK: - Asking

    private func isAllowed(
        _ upload: ArchiveUpload, _ source: VendorArchiveSource, _ target: CameraTarget
    ) async throws -> Bool {
        let mayReaddress = values.isSet(RestoreSelection.allowReaddress)
        if let obstacle = upload.obstacle, !mayReaddress {
            throw Fault(
                description: "\(target.address): with the archive \(obstacle); nothing was sent",
                hint: "--allow-readdress sends it all the same")
        }
        let place = upload.moves ? upload.candidates.first.map { " The camera moves to \($0)." } ?? "" : ""
        if values.isSet(RestoreSelection.dryRun) {
            console.note("nothing was sent\(place.isEmpty ? "" : ":" + place)")
            return false
        }
        if values.isSet(RestoreSelection.yes) {
            guard place.isEmpty || mayReaddress else {
                throw Fault(
                    description: "\(target.address): nothing was sent.\(place)",
                    hint: "--allow-readdress sends it and follows the camera")
            }
            return true
        }
        let question =
            "Replace the whole configuration of \(target) by the archive of \(source.name)? It restarts.\(place)"
        guard try await ConfirmationPrompt(console).ask(HarmlessText.escaped(question)) else {
            console.note("nothing was sent")
            return false
        }
        return true
    }

    // MARK: - Afterwards

    private func settle(
        _ upload: ArchiveUpload, _ source: VendorArchiveSource, _ former: FleetTarget, _ reader: CameraReader,
        _ schema: CameraSchema
    ) async throws -> ExitCode {
        let target = former.target
        let timeout: Duration = .seconds(values.integer(RestoreSelection.reconnectTimeout) ?? 60)
        let back = try await upload.wait(timeout: timeout, pause: Self.pause) { place in
            let walk = try await reader.read(FleetTarget(place, as: former.camera))
            let now = reader.snapshot(of: walk)
            let difference = difference(source.snapshot, source.name, now, "\(place)", schema)
            return (difference, difference.changes.isEmpty && difference.unreadSections.isEmpty)
        }
        console.progress.finish()
        guard let back else {
            let places = upload.candidates.map { "\($0)" }.joined(separator: " nor at ")
            throw Fault(
                description: "the archive was sent, and the camera did not come back within \(timeout) at \(places)",
                hint: "when it is back: camkeep diff \(source.name) live:\(target)")
        }
        if let warning = back.warning { console.warn(HarmlessText.escaped(warning)) }
        let isDone = back.seen.changes.isEmpty
        if isJSON {
            console.print(
                json: [
                    "target": .string("\(target)"), "ending": isDone ? "restored" : "different",
                    "movedTo": back.target == target ? .null : .string("\(back.target)"),
                    "difference": JSONReport.json(back.seen),
                ])
        } else if !console.isQuiet {
            if !isDone { DiffReport(back.seen, schema: schema).print(.text, on: console) }
            let moved = back.target == target ? "" : " It is at \(back.target) now."
            console.print(
                isDone
                    ? "Restored: the camera is as \(source.name) says.\(moved)"
                    : "The camera is back, and is not quite as \(source.name) says.\(moved)")
        }
        if !isDone { return .verificationFailed }
        return back.seen.unreadSections.isEmpty ? .success : .partial
    }

    /// Who the unit is counts, unless another unit got the archive.
    private func difference(
        _ old: Snapshot, _ oldName: String, _ new: Snapshot, _ newName: String, _ schema: CameraSchema
    ) -> Difference {
        let isSameUnit = old.camera.serial == new.camera.serial && old.camera.mac == new.camera.mac
        return Differ(schema: schema, options: DiffOptions(include: isSameUnit ? [.identity] : []))
            .difference(old, named: oldName, new, named: newName)
    }
}
