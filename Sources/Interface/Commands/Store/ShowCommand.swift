import CameraSchema
import CommandLineTool
import JSONTree
import Snapshots

/// `camkeep show REF [SECTION]`
enum ShowCommand {
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
        "text", help: "Print every value of every section, but for what moves by itself: made for git's textconv.",
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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let reference = try SnapshotReference(values.string(reference) ?? "")
        let snapshot = try StoreOptions.store(values).load(reference, standardInput: StandardInput.read)
        let schema = try CameraSchema(files: SchemaFile.embedded)
        let pattern = values.string(section)
        let names = Wording.ordered(snapshot.sections.keys, schema).filter { name in
            guard let pattern, let section = SectionName(name) else { return pattern == nil }
            return SectionPattern(pattern).matches(section)
        }
        if let pattern, names.isEmpty {
            throw UsageFault(
                description: "the snapshot has no section \(pattern)",
                hint: "camkeep show REF without a section lists them")
        }
        if values.isSet(json) {
            console.write(json: pattern == nil ? snapshot.json : sections(snapshot, names))
        } else if pattern == nil, !values.isSet(text) {
            SnapshotOverview(snapshot, names, console).print()
        } else {
            let listings = names.map { SectionListing($0, snapshot.sections[$0], console) }
            for listing in listings { listing.print(leavingOutVolatile: values.isSet(text)) }
        }
        return .success
    }

    private static func sections(_ snapshot: Snapshot, _ names: [String]) -> JSONValue {
        guard let all = snapshot.json["sections"] else { return [:] }
        return .object(JSONObject(names.compactMap { name in all[name].map { (name, $0) } }))
    }
}
