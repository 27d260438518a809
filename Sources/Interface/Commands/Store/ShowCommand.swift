import CameraSchema
import CommandLineTool
import Files
import JSONTree
import Snapshots

/// `camkeep show REF [SECTION]`
struct ShowCommand {
    private static let reference = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"),
        help: "A snapshot: CAMERA, CAMERA@latest, @previous, @~2, @2026-11-22, a file, or - for standard input.")
    private static let section = ArgumentDeclaration(
        "SECTION", kind: .reference("section"),
        help: "One section, such as event/motion; or several by a pattern: network.",
        count: .atMostOne)
    private static let json = OptionDeclaration.flag(
        "json", help: "Print JSON: the whole document, or the sections named.")

    private static let text = OptionDeclaration.flag(
        "text", help: "Print every value of every section, except what changes by itself: made for git's textconv.",
        conflicts: ["json"])

    static let command = Command(
        "show", abstract: "Show a snapshot, or one section of it",
        arguments: [reference, section], options: [StoreOptions.store, json, text],
        examples: [
            .init("What is in the latest snapshot", "camkeep show 192.168.1.10"),
            .init("One section", "camkeep show 192.168.1.10@previous event/alarm-schedule[alarmType=1]"),
            .init("For jq", "camkeep show 192.168.1.10 network --json"),
        ],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: { values, console in try ShowCommand(options: Options(values), console: console).run() })

    struct Options {
        enum Format {
            /// A table of the sections, or the values of the sections that ``pattern`` names.
            case overview
            case values
            case json
        }

        let store: SnapshotStore
        let reference: SnapshotReference
        /// Nil for the whole snapshot.
        let pattern: String?
        let format: Format

        init(_ values: ParsedValues) throws {
            store = StoreOptions.store(values)
            reference = try SnapshotReference(values.string(ShowCommand.reference) ?? "")
            pattern = values.string(section)
            format = values.isSet(json) ? .json : values.isSet(text) ? .values : .overview
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let snapshot = try options.store.load(options.reference, standardInput: StandardInput.read)
        let schema = try CameraSchema(files: SchemaFile.embedded)
        let names = Wording.ordered(snapshot.sections.keys, schema).filter(isShown)
        if let pattern = options.pattern, names.isEmpty {
            throw UsageFault(
                description: "the snapshot has no section \(pattern)",
                hint: "camkeep show REF without a section lists them")
        }
        switch options.format {
        case .json: console.write(json: options.pattern == nil ? snapshot.json : sections(names, of: snapshot))
        case .overview where options.pattern == nil: SnapshotOverview(snapshot, console).print(sections: names)
        case .overview, .values:
            let listing = SectionListing(console, selection: options.format == .values ? .withoutVolatile : .all)
            for name in names {
                if let record = snapshot.sections[name] { listing.print(record, named: name) }
            }
        }
        return .success
    }

    private func isShown(_ name: String) -> Bool {
        guard let pattern = options.pattern else { return true }
        return SectionName(name).map(SectionPattern(pattern).matches) ?? false
    }

    private func sections(_ names: [String], of snapshot: Snapshot) -> JSONValue {
        guard let all = snapshot.json["sections"] else { return [:] }
        return .object(JSONObject(names.compactMap { name in all[name].map { (name, $0) } }))
    }
}
