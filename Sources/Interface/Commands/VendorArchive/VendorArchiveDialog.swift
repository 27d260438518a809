import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import JSONTree
import Jobs
import Reports
import Restore
import SemanticDiff
import Snapshots
import Text

/// Gives a camera back its vendor archive in a dialog with the operator: shows what will change, asks, sends, reports.
struct VendorArchiveDialog {
    private let cameras: CameraWork
    private let writing: WritingSettings
    /// What the store calls the camera, if the command line says so.
    private let name: String?
    private let console: Console

    init(cameras: CameraWork, writing: WritingSettings, name: String?, console: Console) {
        self.cameras = cameras
        self.writing = writing
        self.name = name
        self.console = console
    }

    /// A camera that must not get the archive without more leave, or that did not come back.
    struct Fault: Error, CustomStringConvertible {
        let description: String
        let hint: String
    }

    func run(_ reference: String, on place: FleetTarget) async throws -> ExitCode {
        let target = place.target
        let (store, events) = (cameras.store, JobEvents(console))
        let source = try await VendorArchiveSource(reference, in: store) {
            try await cameras.secrets.identities.required(events: events)
        }
        let camera = name ?? source.camera
        try RestoreJournal.check(camera: camera, target: "\(target)", in: store)
        let schema = try cameras.schema.load()
        let reader = try await cameras.reader(schema, for: [place], console: console)
        let restore = VendorArchiveRestore(
            reader: reader, store: store, recipients: try cameras.secrets.recipients.recipients())
        let prepared = try await restore.prepare(source, for: place, as: camera)
        if !writing.isJSON, !console.isQuiet { print(prepared.difference, schema) }
        guard try await isAllowed(prepared) else { return .differences }
        let kept = try restore.keep(prepared)
        console.note(
            "the camera as it was is kept as \(HarmlessText.escaped(kept)), \(ConfigurationReference.beforeRestore)")
        let answered = try await restore.send(prepared)
        console.note(
            answered
                ? "\(target.address): the archive was taken; waiting for the camera"
                : "\(target.address): the archive was sent, and the camera restarts without an answer; waiting for it")
        let back = try await restore.wait(for: prepared, timeout: writing.options.reconnectTimeout)
        console.progress.finish()
        guard let back else { throw didNotComeBack(prepared) }
        return report(back, of: prepared, schema)
    }

    private func print(_ difference: Difference, _ schema: CameraSchema) {
        DiffReport(difference, schema: schema).print(.text, on: console)
    }

    // MARK: - Asking

    private func isAllowed(_ prepared: VendorArchiveRestore.Prepared) async throws -> Bool {
        let (target, upload) = (prepared.place.target, prepared.upload)
        let mayReaddress = writing.options.mayReaddress
        if let obstacle = upload.obstacle, !mayReaddress {
            throw Fault(
                description: "\(target.address): with the archive \(obstacle); nothing was sent",
                hint: "--allow-readdress sends it all the same")
        }
        let move = upload.moves ? upload.candidates.first.map { " The camera moves to \($0)." } ?? "" : ""
        switch writing.consent {
        case .dryRun:
            console.note("nothing was sent\(move.isEmpty ? "" : ":" + move)")
            return false
        case .given:
            guard move.isEmpty || mayReaddress else {
                throw Fault(
                    description: "\(target.address): nothing was sent.\(move)",
                    hint: "--allow-readdress sends it and follows the camera")
            }
            return true
        case .asked:
            let name = prepared.source.name
            let question =
                "Replace the whole configuration of \(target) by the archive of \(name)? It restarts.\(move)"
            guard try await ConfirmationPrompt(console).ask(HarmlessText.escaped(question)) else {
                console.note("nothing was sent")
                return false
            }
            return true
        }
    }

    // MARK: - Afterwards

    private func didNotComeBack(_ prepared: VendorArchiveRestore.Prepared) -> Fault {
        let places = prepared.upload.candidates.map { "\($0)" }.joined(separator: " nor at ")
        let timeout = writing.options.reconnectTimeout
        return Fault(
            description: "the archive was sent, and the camera did not come back within \(timeout) at \(places)",
            hint: "when it is back: camkeep diff \(prepared.source.name) live:\(prepared.place.target)")
    }

    private func report(
        _ back: ArchiveUpload.Return<Difference>, of prepared: VendorArchiveRestore.Prepared, _ schema: CameraSchema
    ) -> ExitCode {
        let (target, name) = (prepared.place.target, prepared.source.name)
        if let warning = back.warning { console.warn(HarmlessText.escaped(warning)) }
        let isDone = back.seen.changes.isEmpty
        if writing.isJSON {
            console.print(
                json: [
                    "target": .string("\(target)"), "ending": isDone ? "restored" : "different",
                    "movedTo": back.target == target ? .null : .string("\(back.target)"),
                    "difference": JSONReport.json(back.seen),
                ])
        } else if !console.isQuiet {
            if !isDone { print(back.seen, schema) }
            let move = back.target == target ? "" : " It is at \(back.target) now."
            console.print(
                isDone
                    ? "Restored: the camera is as \(name) says.\(move)"
                    : "The camera is back, and is not quite as \(name) says.\(move)")
        }
        if !isDone { return .verificationFailed }
        return back.seen.unreadSections.isEmpty ? .success : .partial
    }
}
