import CameraSchema
import CommandLineTool
import History
import JSONTree
import Jobs
import Reports
import SemanticDiff
import Snapshots
import Text

/// `camkeep blame CAMERA PATH`
struct BlameCommand {
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
            Goes back through the snapshots of a camera. For each field it names the oldest snapshot from which on the field has \
            had today's value without a break, and the change that brought the value; 'first snapshot' stands for values that \
            never changed. PATH is a pattern like those of 'camkeep diff --only'. Times are in UTC.
            """,
        arguments: [camera, path], options: [StoreOptions.store, DiffSelection.include, SchemaOptions.schema, json],
        examples: [
            .init("When was the RTSP port moved?", "camkeep blame front-door 'network/port.*rtsp*'"),
            .init("A whole section", "camkeep blame front-door event/motion"),
        ],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: { values, console in try BlameCommand(options: Options(values), console: console).run() })

    struct Options {
        let store: SnapshotStore
        /// Nil for the only camera of the store.
        let camera: String?
        /// The snapshot from which to look back.
        let newest: SnapshotReference.Selector
        let pattern: String
        /// Roles besides those that are configuration.
        let include: Set<Role>
        let schema: SchemaSource
        let isJSON: Bool

        init(_ values: ParsedValues) throws {
            store = StoreOptions.store(values)
            let text = values.string(BlameCommand.camera) ?? ""
            guard case .stored(let camera, let selector) = try SnapshotReference(text) else {
                throw UsageFault(
                    description: "\(text) is not a camera of the store", hint: "'camkeep log' lists them")
            }
            self.camera = camera
            newest = selector
            pattern = values.string(path) ?? ""
            include = try DiffSelection.options(values).include
            schema = SchemaOptions.source(values)
            isJSON = values.isSet(json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let newest = try options.store.resolve(camera: options.camera, options.newest)
        let entries = try options.store.list(newest.camera).filter { $0.name <= newest.name }
        let blame = Blame(
            store: options.store, schema: try options.schema.load(), path: options.pattern, include: options.include)
        let findings = blame.findings(entries)
        for error in findings.errors { console.report(error) }
        guard !findings.fields.isEmpty || !findings.errors.isEmpty else {
            throw nothingFound(of: newest.camera, leftOut: findings.leftOut)
        }
        if options.isJSON {
            for field in findings.fields { console.print(json: field.json) }
        } else {
            BlameReport(console).print(findings.fields)
        }
        return findings.errors.isEmpty ? .success : .verificationFailed
    }

    private func nothingFound(of camera: String, leftOut: Int) -> UsageFault {
        guard leftOut > 0 else {
            return UsageFault(
                description: "no field of \(camera) is named \(options.pattern)",
                hint: "'camkeep show \(camera)' lists the sections, with a section its fields")
        }
        return UsageFault(
            description: "what \(options.pattern) names changes by itself or cannot be set",
            hint: "--include volatile,read-only,constraints,actions includes it")
    }
}

/// Since when fields have had their values, for a terminal: a heading for each section, a paragraph for each field.
private struct BlameReport {
    private let console: Console
    private let style: OutputStyle
    private let width: Int

    /// The columns of `2026-11-22 14:35`.
    private static let dateWidth = 16

    init(_ console: Console) {
        self.console = console
        style = console.outputStyle
        width = min(max(console.output.width, 60), 120)
    }

    func print(_ fields: [BlamedField]) {
        let heading = DisplayWidth.padded("since", to: Self.dateWidth)
        var section: String?
        var column = 0
        for field in fields {
            if field.section != section {
                console.print("  \(style.dim(heading))  \(style.bold(HarmlessText.escaped(field.section)))")
                let names = fields.filter { $0.section == field.section }.map { HarmlessText.escaped($0.path) }
                column = min(names.map { DisplayWidth.of($0) }.max() ?? 0, width * 2 / 5)
            }
            section = field.section
            print(field, nameWidth: column)
        }
    }

    private func print(_ field: BlamedField, nameWidth: Int) {
        let name = DisplayWidth.padded(HarmlessText.escaped(field.path, limit: 200), to: nameWidth)
        let date = "  \(since(field))  "
        // A long name has a line of its own.
        let isLong = DisplayWidth.of(name) > nameWidth
        let margin = DisplayWidth.of(date) + (isLong ? 2 : nameWidth + 2)
        let lines = WordWrap.lines(HarmlessText.escaped(words(field), limit: 1000), width: width - margin)
        if isLong { console.print(date + name) }
        for (number, line) in lines.enumerated() {
            let label = number == 0 && !isLong ? date + name + "  " : String(repeating: " ", count: margin)
            console.print(label + (isChanged(field) ? line : style.dim(line)))
        }
    }

    private func since(_ field: BlamedField) -> String {
        if case .first = field.origin { return DisplayWidth.padded("first snapshot", to: Self.dateWidth) }
        return Wording.minute(field.since.taken)
    }

    private func isChanged(_ field: BlamedField) -> Bool {
        if case .changed = field.origin { true } else { false }
    }

    private func words(_ field: BlamedField) -> String {
        switch field.origin {
        case .first: ChangeWording.text(field.value)
        case .incomparable: ChangeWording.text(field.value) + ", cannot be compared with older ones"
        case .changed(let changes): changes.flatMap(ChangeWording.sentences).joined(separator: "; ")
        }
    }
}
