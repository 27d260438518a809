import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Cryptography
import Fleet
import JSONTree
import Jobs
import Monitoring
import Reports
import Snapshots
import Text

/// Reports how the snapshot of each camera went.
protocol SnapshotReport {
    mutating func kept(_ outcome: SnapshotJob.Outcome)
    mutating func failed(_ target: FleetTarget, _ error: any Error)
    /// After the last camera.
    func finish(duration: Duration)
}

/// For people.
struct SnapshotTextReport: SnapshotReport {
    private let console: Console
    private let style: OutputStyle

    init(_ console: Console) {
        self.console = console
        style = console.outputStyle
    }

    func kept(_ outcome: SnapshotJob.Outcome) {
        let (entry, word) =
            switch outcome.saved {
            case .saved(let entry): (entry, style.green("saved"))
            case .unchanged(let entry): (entry, "unchanged since")
            }
        console.print("\(style.bold(outcome.target.target.address))  \(Wording.identity(outcome.snapshot.camera))")
        console.print("  \(Wording.tally(outcome.snapshot))\(secrets(outcome))\(archive(outcome))")
        console.print("  \(word) \(HarmlessText.escaped(entry.path)) (\(Wording.size(entry.size)))")
        if let headline = outcome.headline { console.print("  \(headline)") }
        console.print("  \(style.dim("digest \(outcome.snapshot.digest)"))")
        warn(outcome)
    }

    private func secrets(_ outcome: SnapshotJob.Outcome) -> String {
        guard !outcome.walk.secrets.isEmpty else { return "" }
        return outcome.snapshot.sealed == nil ? "; secrets left out" : "; secrets sealed"
    }

    private func archive(_ outcome: SnapshotJob.Outcome) -> String {
        guard let archive = outcome.walk.export?.archive else { return "" }
        let kept =
            switch outcome.archive {
            case .sealed?: "sealed"
            case .clear?: "kept in clear"
            case nil: "described"
            }
        return "; vendor archive \(kept) (\(Wording.size(archive.size)))"
    }

    private func warn(_ outcome: SnapshotJob.Outcome) {
        let address = outcome.target.target.address
        for section in outcome.walk.failedSections {
            let reason = outcome.walk.sections[section]?.status.reason ?? ""
            console.warn(HarmlessText.escaped("\(address): \(section) could not be read: \(reason)"))
        }
        if case .failed(let reason)? = outcome.walk.export?.status {
            console.warn(HarmlessText.escaped("\(address): the vendor archive could not be fetched: \(reason)"))
        }
        for place in outcome.walk.unreadable {
            console.warn(
                HarmlessText.escaped(
                    "\(address): \(place.section)\(place.pointer) could not be decrypted; nothing of it is kept"))
        }
    }

    func finish(duration: Duration) {}

    func failed(_ target: FleetTarget, _ error: any Error) {
        console.progress.finish()
        console.error(ofCamera: Failures.describe(error, of: target))
    }
}

/// For programs: one JSON object a line.
struct SnapshotJSONReport: SnapshotReport {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func kept(_ outcome: SnapshotJob.Outcome) {
        let sections = outcome.walk.sections
        func names(_ status: String) -> JSONValue {
            .array(sections.filter { $0.value.status.name == status }.keys.sorted().map { .string($0.description) })
        }
        let isNew = if case .saved = outcome.saved { true } else { false }
        var object = JSONObject([
            ("target", .string(outcome.target.description)), ("status", .string(isNew ? "saved" : "unchanged")),
            ("file", .string(outcome.saved.entry.path)), ("reference", .string(outcome.saved.entry.reference)),
            ("digest", .string(outcome.snapshot.digest.text)), ("taken", .string(outcome.snapshot.taken.description)),
            ("ok", .integer(sections.values.count { $0.status == .ok })), ("unsupported", names("unsupported")),
            ("failed", names("failed")),
        ])
        object["camera"] = outcome.target.name.map(JSONValue.string)
        object["unreadable"] = .array(outcome.walk.unreadable.map { .string("\($0.section)\($0.pointer)") })
        object["sealed"] = .bool(outcome.snapshot.sealed != nil)
        object["export"] = outcome.snapshot.export.map { .string($0.status.name) }
        object["changes"] = outcome.digest.flatMap(ChangeReport.init)?.json
        console.print(json: .object(object))
    }

    func finish(duration: Duration) {}

    func failed(_ target: FleetTarget, _ error: any Error) {
        let failure = Failures.describe(error, of: target)
        var object = JSONObject([
            ("target", .string(target.description)), ("status", "failed"), ("error", .string(failure.message)),
        ])
        object["camera"] = target.name.map(JSONValue.string)
        object["hint"] = failure.hint.map(JSONValue.string)
        console.print(json: .object(object))
        console.error(ofCamera: failure)
    }
}

/// For people who read many cameras: one row each at the end, the worst first.
struct SnapshotFleetReport: SnapshotReport {
    private var table: FleetTable

    init(_ console: Console, _ targets: [FleetTarget]) {
        table = FleetTable(console, targets)
    }

    mutating func kept(_ outcome: SnapshotJob.Outcome) {
        let path = HarmlessText.escaped(outcome.saved.entry.path)
        let isNew = if case .saved = outcome.saved { true } else { false }
        let title = outcome.target.title
        guard !outcome.walk.isPartial else {
            let parts = "could not be read: " + outcome.unreadParts.joined(separator: ", ")
            let detail = HarmlessText.escaped(
                [parts, outcome.headline].compactMap { $0 }.joined(separator: "; "), limit: 300)
            return table.add(.init(trouble: .partial, word: "partial", title: title, detail: detail))
        }
        let headline = outcome.headline
        let detail = headline ?? (isNew ? "\(Wording.tally(outcome.snapshot)), \(path)" : "since \(path)")
        table.add(
            .init(
                trouble: isNew ? .news : .well, word: headline != nil ? "changed" : isNew ? "saved" : "unchanged",
                title: title, detail: detail))
    }

    mutating func failed(_ target: FleetTarget, _ error: any Error) {
        table.add(.failed(target, error))
    }

    func finish(duration: Duration) { table.print(duration: duration) }
}

extension SnapshotJob.Outcome {
    /// What changed, in words; nil if nothing was saved.
    var digest: ChangeDigest? { changes.map { ChangeDigest($0, schema: schema) } }

    /// `3 changes, 1 security: RTSP authentication switched off`; nil if nothing changed.
    fileprivate var headline: String? { digest?.headline.map { HarmlessText.escaped($0, limit: 300) } }
}
