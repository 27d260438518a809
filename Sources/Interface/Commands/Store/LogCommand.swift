import CommandLineTool
import Cryptography
import History
import JSONTree
import Reports
import Snapshots
import Text

/// `camkeep log [CAMERA]`
enum LogCommand {
    private static let camera = ArgumentDeclaration(
        "CAMERA", kind: .reference("camera"), help: "A camera of the store; without it, all.", count: .atMostOne)
    private static let changes = OptionDeclaration.flag(
        "changes", help: "Say for each snapshot what changed since the one before.")
    private static let verbose = OptionDeclaration.flag(
        "verbose", short: "v", help: "Say every change in words, not the gravest alone; implies --changes.")
    private static let since = OptionDeclaration.value(
        "since", "WHEN", help: "Leave out older ones: a date such as 2026-11-01, or how long ago, 12h, 7d, 3w.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per snapshot.")

    static let command = Command(
        "log", abstract: "List the snapshots of the store, newest first",
        discussion: """
            With --changes it is the history of a camera: when something changed, how many changes of which impact, and the gravest \
            in words. A section that could not be read is no change: it is compared as soon as it can be read again. With --only and the like, which imply --changes, the \
            snapshots are left out in which nothing of that changed. Times are in UTC.
            """,
        arguments: [camera],
        options: [StoreOptions.store, changes, verbose, since, json] + DiffSelection.all + [SchemaOptions.schema],
        examples: [
            .init("All snapshots of one camera", "camkeep log 192.168.1.10"),
            .init("What changed last week, in all cameras", "camkeep log --changes --since 7d"),
            .init("Every change of the network settings", "camkeep log -v --only network front-door"),
        ],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let store = StoreOptions.store(values)
        let name = values.string(camera)
        let start = try values.string(since).map { text in
            guard let time = StartTime.time(text, now: .now()) else {
                throw UsageFault(
                    description: "--since does not know \(text)", hint: "give a date such as 2026-11-01, or 12h, 7d, 3w"
                )
            }
            return time
        }
        if let name { _ = try store.resolve(camera: name, .back(0)) }
        let entries = try store.list(name)
        if entries.isEmpty { console.note("no snapshots in \(HarmlessText.escaped(store.path))") }
        let narrows = DiffSelection.all.contains { values.wasGiven($0) }
        guard values.isSet(changes) || values.isSet(verbose) || narrows else {
            return list(
                store, entries.filter { $0.taken >= start ?? SnapshotTime(secondsSince1970: 0) }, values, console)
        }
        let schema = try SchemaOptions.schema(values)
        let timeline = Timeline(store: store, schema: schema, options: try DiffSelection.options(values))
        let report = TimelineReport(
            console, schema: schema, isVerbose: values.isSet(verbose), showsCamera: Set(entries.map(\.camera)).count > 1
        )
        var isIntact = true
        for item in timeline.entries(ofAll: entries, since: start) {
            // As in git: who asks for a part is told what touched it.
            if narrows, item.step?.isEmpty ?? false { continue }
            switch item.snapshot {
            case .success(let snapshot) where values.isSet(json):
                console.print(json: jsonLine(item.entry, snapshot, item.step?.json(schema: schema)))
            case .success: report.print(item)
            case .failure(let error): isIntact = tell(error, console)
            }
        }
        return isIntact ? .success : .verificationFailed
    }

    /// The snapshots alone, without what is in them.
    private static func list(
        _ store: SnapshotStore, _ entries: [SnapshotEntry], _ values: ParsedValues, _ console: Console
    ) -> ExitCode {
        var isIntact = true
        for entry in entries {
            do throws(SnapshotError) {
                let snapshot = try store.load(entry)
                if values.isSet(json) {
                    console.print(json: jsonLine(entry, TimelineEntry.Overview(snapshot)))
                } else {
                    console.print(textLine(entry, snapshot, console.outputStyle))
                }
            } catch {
                isIntact = tell(error, console)
            }
        }
        return isIntact ? .success : .verificationFailed
    }

    /// Always false.
    private static func tell(_ error: SnapshotError, _ console: Console) -> Bool {
        let failure = Failures.tell(error)
        console.error(failure.message, hint: failure.hint)
        return false
    }

    private static func textLine(_ entry: SnapshotEntry, _ snapshot: Snapshot, _ style: OutputStyle) -> String {
        var parts = [
            style.bold(HarmlessText.escaped(entry.reference)), style.dim(shortDigest(snapshot)),
            Wording.tally(snapshot),
        ]
        if let software = snapshot.camera.software ?? snapshot.camera.firmware {
            parts.append(HarmlessText.escaped("software \(software)", limit: 60))
        }
        if !entry.tags.isEmpty { parts.append(style.cyan(entry.tags.joined(separator: ", "))) }
        if let seen = entry.seenAgain { parts.append(Wording.seenAgain(seen)) }
        return parts.joined(separator: "  ")
    }

    /// Enough digits to see at a glance whether two snapshots say the same.
    private static func shortDigest(_ snapshot: Snapshot) -> String {
        String(snapshot.digest.hexDigits.prefix(10))
    }

    private static func jsonLine(
        _ entry: SnapshotEntry, _ snapshot: TimelineEntry.Overview, _ difference: JSONValue? = nil
    ) -> JSONValue {
        var object = JSONObject([
            ("reference", .string(entry.reference)), ("file", .string(entry.path)), ("size", .integer(entry.size)),
            ("taken", .string(snapshot.taken.description)), ("digest", .string(snapshot.digest.text)),
            ("address", .string(snapshot.camera.address)),
        ])
        object["software"] = snapshot.camera.software.map(JSONValue.string)
        object["firmware"] = snapshot.camera.firmware.map(JSONValue.string)
        if !entry.tags.isEmpty { object["tags"] = .array(entry.tags.map(JSONValue.string)) }
        object["seenAgain"] = entry.seenAgain.map {
            ["count": .integer($0.count), "last": .string($0.last.description)]
        }
        object["difference"] = difference
        return .object(object)
    }
}
