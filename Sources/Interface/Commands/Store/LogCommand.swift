import CommandLineTool
import Cryptography
import History
import JSONTree
import Jobs
import Reports
import SemanticDiff
import Snapshots
import Text

/// `camkeep log [CAMERA]`
struct LogCommand {
    private static let camera = ArgumentDeclaration(
        "CAMERA", kind: .reference("camera"), help: "A camera of the store; without it, all.", count: .atMostOne)
    private static let changes = OptionDeclaration.flag(
        "changes", help: "Say for each snapshot what changed since the one before.")
    private static let verbose = OptionDeclaration.flag(
        "verbose", short: "v", help: "Say every change in words, not just the gravest; implies --changes.")
    private static let since = OptionDeclaration.value(
        "since", "WHEN", help: "Leave out older ones: a date such as 2026-11-01, or how long ago, 12h, 7d, 3w.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per snapshot.")

    static let command = Command(
        "log", abstract: "List the snapshots of the store, newest first",
        discussion: """
            With --changes it is the history of a camera: when something changed, how many changes of which impact, and the gravest \
            in words. A section that could not be read is not a change: it is compared as soon as it can be read again. --only and \
            the like imply --changes, and leave out the snapshots in which nothing of that changed. Times are in UTC.
            """,
        arguments: [camera],
        options: [StoreOptions.store, changes, verbose, since, json] + DiffSelection.all + [SchemaOptions.schema],
        examples: [
            .init("All snapshots of one camera", "camkeep log 192.168.1.10"),
            .init("What changed last week, in all cameras", "camkeep log --changes --since 7d"),
            .init("Every change of the network settings", "camkeep log -v --only network front-door"),
        ],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: { values, console in try LogCommand(options: Options(values), console: console).run() })

    struct Options {
        /// What is said of each snapshot.
        enum Detail {
            case snapshot
            /// How many changes, and the gravest of them.
            case gravestChange
            case everyChange
        }

        let store: SnapshotStore
        /// Nil for all cameras of the store.
        let camera: String?
        let since: SnapshotTime?
        let detail: Detail
        let comparison: DiffOptions
        /// Whether only snapshots with a change that ``comparison`` looks at are listed.
        let listsChangedOnly: Bool
        let schema: SchemaSource
        let isJSON: Bool

        init(_ values: ParsedValues) throws {
            store = StoreOptions.store(values)
            camera = values.string(LogCommand.camera)
            since = try values.string(LogCommand.since).map(Self.time)
            comparison = try DiffSelection.options(values)
            listsChangedOnly = DiffSelection.all.contains { values.wasGiven($0) }
            detail =
                if values.isSet(verbose) {
                    .everyChange
                } else if values.isSet(changes) || listsChangedOnly {
                    .gravestChange
                } else {
                    .snapshot
                }
            schema = SchemaOptions.source(values)
            isJSON = values.isSet(json)
        }

        private static func time(_ text: String) throws(UsageFault) -> SnapshotTime {
            if let time = StartTime.time(text, now: .now()) { return time }
            throw UsageFault(
                description: "--since does not understand \(text)",
                hint: "give a date such as 2026-11-01, or 12h, 7d, 3w")
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        if let camera = options.camera { _ = try options.store.resolve(camera: camera, .back(0)) }
        let entries = try options.store.list(options.camera)
        if entries.isEmpty { console.note("no snapshots in \(HarmlessText.escaped(options.store.path))") }
        let areIntact = options.detail == .snapshot ? list(entries) : try listChanges(entries)
        return areIntact ? .success : .verificationFailed
    }

    /// Lists the snapshots without what changed in them.
    ///
    /// - Returns: whether all of them could be read
    private func list(_ entries: [SnapshotEntry]) -> Bool {
        var areIntact = true
        for entry in entries where options.since.map({ entry.taken >= $0 }) ?? true {
            do throws(SnapshotError) {
                let snapshot = try options.store.load(entry)
                if options.isJSON {
                    console.print(json: json(entry, TimelineEntry.Overview(snapshot)))
                } else {
                    console.print(line(entry, snapshot))
                }
            } catch {
                console.report(error)
                areIntact = false
            }
        }
        return areIntact
    }

    /// Lists the snapshots with what changed in them.
    ///
    /// - Returns: whether all of them could be read
    private func listChanges(_ entries: [SnapshotEntry]) throws -> Bool {
        let schema = try options.schema.load()
        let timeline = Timeline(store: options.store, schema: schema, options: options.comparison)
        var contents: TimelineReport.Contents = []
        if options.detail == .everyChange { contents.insert(.everyChange) }
        if Set(entries.map(\.camera)).count > 1 { contents.insert(.cameras) }
        let report = TimelineReport(console, schema: schema, contents: contents)
        var areIntact = true
        for item in timeline.entries(ofAll: entries, since: options.since) {
            // As in git: who asks for a part of the settings is shown the snapshots that touched it.
            if options.listsChangedOnly, item.step?.isEmpty ?? false { continue }
            switch item.snapshot {
            case .success(let snapshot) where options.isJSON:
                console.print(json: json(item.entry, snapshot, difference: item.step?.json(schema: schema)))
            case .success: report.print(item)
            case .failure(let error):
                console.report(error)
                areIntact = false
            }
        }
        return areIntact
    }

    private func line(_ entry: SnapshotEntry, _ snapshot: Snapshot) -> String {
        let style = console.outputStyle
        // Enough digits to see at a glance whether two snapshots are equal.
        let digest = String(snapshot.digest.hexDigits.prefix(10))
        var parts = [
            style.bold(HarmlessText.escaped(entry.reference)), style.dim(digest), Wording.tally(snapshot),
        ]
        if let software = snapshot.camera.software ?? snapshot.camera.firmware {
            parts.append(HarmlessText.escaped("software \(software)", limit: 60))
        }
        if !entry.tags.isEmpty { parts.append(style.cyan(entry.tags.joined(separator: ", "))) }
        if let seen = entry.seenAgain { parts.append(Wording.seenAgain(seen)) }
        return parts.joined(separator: "  ")
    }

    private func json(
        _ entry: SnapshotEntry, _ snapshot: TimelineEntry.Overview, difference: JSONValue? = nil
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
