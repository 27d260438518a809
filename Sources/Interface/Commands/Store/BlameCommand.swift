import CameraSchema
import CommandLineTool
import History
import JSONTree
import Reports
import SemanticDiff
import Snapshots
import Text

/// `camkeep blame CAMERA PATH`
enum BlameCommand {
    private static let camera = ArgumentDeclaration(
        "CAMERA", kind: .reference("snapshot"),
        help: "A camera of the store; CAMERA@TAG or another reference to look back from that snapshot.")
    private static let path = ArgumentDeclaration(
        "PATH", kind: .reference("path"),
        help: "A section or fields by a pattern: network/port, network/port.*rtsp*, event/motion.region."
    )
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per field.")

    static let command = Command(
        "blame", abstract: "Say since when each field has had its value",
        discussion: """
            Goes back through the snapshots of a camera and names for each field the oldest one that has the value of today without \
            a break, and the change that brought it; 'first snapshot' stands for values that never changed. PATH is a pattern as of 'camkeep diff --only'. Times are in UTC.
            """,
        arguments: [camera, path], options: [StoreOptions.store, DiffSelection.include, SchemaOptions.schema, json],
        examples: [
            .init("When was the RTSP port moved?", "camkeep blame front-door 'network/port.*rtsp*'"),
            .init("A whole section", "camkeep blame front-door event/motion"),
        ],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let store = StoreOptions.store(values)
        let (text, pattern) = (values.string(camera) ?? "", values.string(path) ?? "")
        guard case .stored(let camera, let selector) = try SnapshotReference(text) else {
            throw UsageFault(description: "\(text) is no camera of the store", hint: "'camkeep log' lists them")
        }
        let newest = try store.resolve(camera: camera, selector)
        let entries = try store.list(newest.camera).filter { $0.name <= newest.name }
        let blame = Blame(
            store: store, schema: try SchemaOptions.schema(values), path: pattern,
            include: try DiffSelection.options(values).include)
        let findings = blame.findings(entries)
        for error in findings.errors {
            let failure = Failures.tell(error)
            console.error(failure.message, hint: failure.hint)
        }
        guard !findings.fields.isEmpty || !findings.errors.isEmpty else {
            throw nothing(pattern, newest.camera, findings.leftOut)
        }
        if values.isSet(json) {
            for field in findings.fields { console.print(json: field.json) }
        } else {
            print(findings.fields, console)
        }
        return findings.errors.isEmpty ? .success : .verificationFailed
    }

    private static func nothing(_ pattern: String, _ camera: String, _ leftOut: Int) -> UsageFault {
        guard leftOut > 0 else {
            return UsageFault(
                description: "no field of \(camera) is named \(pattern)",
                hint: "'camkeep show \(camera)' lists the sections, with a section its fields")
        }
        return UsageFault(
            description: "what \(pattern) names moves by itself or cannot be set",
            hint: "--include volatile,read-only,constraints,actions brings it back")
    }

    // MARK: - Text

    private static func print(_ fields: [BlamedField], _ console: Console) {
        let style = console.outputStyle
        let width = min(max(console.output.width, 60), 120)
        var section: String?
        var column = 0
        for field in fields {
            if field.section != section {
                console.print("  \(style.dim(Self.since))  \(style.bold(HarmlessText.escaped(field.section)))")
                let names = fields.filter { $0.section == field.section }.map { HarmlessText.escaped($0.path) }
                column = min(names.map { DisplayWidth.of($0) }.max() ?? 0, width * 2 / 5)
            }
            section = field.section
            let name = DisplayWidth.padded(HarmlessText.escaped(field.path, limit: 200), to: column)
            let date = "  \(since(field))  "
            // A long name has a line of its own.
            let isLong = DisplayWidth.of(name) > column
            let margin = DisplayWidth.of(date) + (isLong ? 2 : column + 2)
            let lines = WordWrap.lines(HarmlessText.escaped(words(field), limit: 1000), width: width - margin)
            if isLong { console.print(date + name) }
            for (number, line) in lines.enumerated() {
                let label = number == 0 && !isLong ? date + name + "  " : String(repeating: " ", count: margin)
                console.print(label + (isChanged(field) ? line : style.dim(line)))
            }
        }
    }

    /// The heading of the first column, as wide as the dates in it.
    private static let since = DisplayWidth.padded("since", to: 16)

    private static func since(_ field: BlamedField) -> String {
        if case .first = field.origin { return DisplayWidth.padded("first snapshot", to: 16) }
        return Wording.minute(field.since.taken)
    }

    private static func isChanged(_ field: BlamedField) -> Bool {
        if case .changed = field.origin { true } else { false }
    }

    private static func words(_ field: BlamedField) -> String {
        switch field.origin {
        case .first: ChangeWording.text(field.value)
        case .incomparable: ChangeWording.text(field.value) + ", cannot be compared with older ones"
        case .changed(let changes): changes.flatMap(ChangeWording.sentences).joined(separator: "; ")
        }
    }
}
