package import CameraSchema
package import JSONTree
package import SemanticDiff
package import Snapshots

/// Since when a field has had its value.
package struct BlamedField: Sendable {
    /// What gave it the value.
    package enum Origin: Sendable {
        /// It is as it was in the first snapshot that holds it.
        case first
        case changed([Change])
        /// It is a secret, and nothing tells whether it is the one of the snapshot before.
        case incomparable
    }

    /// `network/port`
    package let section: String
    package let pointer: JSONPointer
    package let role: Role
    /// As reports may show it.
    package let value: JSONValue
    /// The oldest snapshot of those that have the value without a break.
    package let since: SnapshotEntry
    package let origin: Origin

    /// `streamEncode.0.encodeType`; empty for a section that is one value.
    package var path: String { pointer.steps.joined(separator: ".") }
}

/// Finds for each field the change that gave it the value of the newest snapshot.
package struct Blame {
    private let store: SnapshotStore
    private let schema: CameraSchema
    private let pattern: PathPattern
    private let include: Set<Role>
    private let differ: Differ

    /// - Parameters:
    ///   - path: a section, or a pattern over sections and paths: `network/port`, `network/port.*rtsp*`
    ///   - include: roles besides those that are configuration
    package init(store: SnapshotStore, schema: CameraSchema, path: String, include: Set<Role> = []) {
        self.store = store
        self.schema = schema
        self.include = include.union([.identity])
        pattern = PathPattern(path)
        differ = Differ(
            schema: schema, options: DiffOptions(include: self.include, filter: PathFilter(only: [path])))
    }

    /// What was found, and the snapshots that could not be read and were passed over.
    package struct Findings: Sendable {
        package var fields: [BlamedField] = []
        package var errors: [SnapshotError] = []
        /// How many fields match but are left out, because they move by themselves or cannot be set.
        package var leftOut = 0
    }

    /// - Parameter entries: of one camera, newest first. Of a section that the newest ones could not read, the newest one that
    ///   could counts.
    package func findings(_ entries: [SnapshotEntry]) -> Findings {
        var findings = Findings()
        var sections: [String: Trace] = [:]
        var isWhole = false
        for entry in entries {
            if isWhole, sections.values.allSatisfy(\.isDecided) { break }
            let snapshot: Snapshot
            do throws(SnapshotError) {
                snapshot = try store.load(entry)
            } catch {
                findings.errors.append(error)
                continue
            }
            for (name, record) in snapshot.sections where !record.status.isFailed {
                guard pattern.concerns(SectionName(name) ?? SectionName(endpoint: name)) else { continue }
                let appearance = Appearance(record: record, entry: entry, snapshot: snapshot)
                if let trace = sections[name] {
                    guard !trace.isDecided else { continue }
                    sections[name] = stepBack(trace, to: appearance, of: name)
                } else {
                    sections[name] = begin(with: appearance, of: name, leftOut: &findings.leftOut)
                }
            }
            isWhole = isWhole || holdsEverything(snapshot)
        }
        for name in ordered(sections.keys) { findings.fields += sections[name]?.fields ?? [] }
        return findings
    }

    // MARK: - One section

    /// A section as one snapshot holds it.
    private struct Appearance {
        let record: SectionRecord
        let entry: SnapshotEntry
        let snapshot: Snapshot
    }

    /// What is known of a section so far, going back in time.
    private struct Trace {
        /// Decided, with their place in `order`.
        var decided: [(place: Int, field: BlamedField)] = []
        var open: [(place: Int, field: FieldPlace)]
        /// The oldest snapshot that was looked at and holds the section.
        var oldest: Appearance

        var isDecided: Bool { open.isEmpty }

        mutating func decide(_ field: FieldPlace, at place: Int, origin: BlamedField.Origin) {
            decided.append((place, Self.blamed(field, since: oldest.entry, origin: origin)))
        }

        /// What is open at the end has not changed since the first snapshot.
        var fields: [BlamedField] {
            let rest = open.map { (place: $0.place, field: Self.blamed($0.field, since: oldest.entry, origin: .first)) }
            return (decided + rest).sorted { $0.place < $1.place }.map(\.field)
        }

        private static func blamed(
            _ field: FieldPlace, since: SnapshotEntry, origin: BlamedField.Origin
        ) -> BlamedField {
            BlamedField(
                section: field.section, pointer: field.pointer, role: field.role, value: field.shownValue,
                since: since, origin: origin)
        }
    }

    private func begin(with newest: Appearance, of name: String, leftOut: inout Int) -> Trace {
        let section = SectionName(name) ?? SectionName(endpoint: name)
        let fields = FieldPlace.fields(of: name, newest.record, schema.endpoint(of: section)).filter {
            pattern.matches(section, $0.pointer)
        }
        let wanted = fields.filter { $0.role.isConfiguration || include.contains($0.role) }
        leftOut += fields.count - wanted.count
        return Trace(
            open: wanted.enumerated().map { (place: $0.offset, field: $0.element) }, oldest: newest)
    }

    private func stepBack(_ trace: Trace, to older: Appearance, of name: String) -> Trace {
        var trace = trace
        let changes = changes(of: name, from: older, to: trace.oldest)
        let open = trace.open
        trace.open = []
        for (place, field) in open {
            let own = changes.filter(field.isChanged)
            if !own.isEmpty {
                trace.decide(field, at: place, origin: .changed(own))
            } else if field.isIncomparable(with: older.record) {
                trace.decide(field, at: place, origin: .incomparable)
            } else {
                trace.open.append((place, field))
            }
        }
        trace.oldest = older
        return trace
    }

    private func changes(of name: String, from old: Appearance, to new: Appearance) -> [Change] {
        guard old.record != new.record else { return [] }
        var (before, after) = (old.snapshot, new.snapshot)
        before.sections = [name: old.record]
        after.sections = [name: new.record]
        // One that only stands at another position has the value that it had.
        return differ.difference(before, named: "", after, named: "").changes.filter { $0.kind != .moved }
    }

    // MARK: - All sections

    private func holdsEverything(_ snapshot: Snapshot) -> Bool {
        let endpoints = Set(snapshot.sections.keys.map { SectionName($0)?.endpoint ?? $0 })
        return snapshot.hasNoFailures && schema.promisedEndpoints.allSatisfy { endpoints.contains($0.name) }
    }

    private func ordered(_ names: some Sequence<String>) -> [String] {
        let positions = Dictionary(zip(schema.endpointNames, schema.endpointNames.indices)) { first, _ in first }
        func key(_ name: String) -> (Int, Int, String) {
            let section = SectionName(name)
            return (positions[section?.endpoint ?? name] ?? Int.max, section?.selector?.value ?? Int.min, name)
        }
        return names.sorted { key($0) < key($1) }
    }
}
