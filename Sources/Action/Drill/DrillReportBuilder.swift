import CameraSchema
import Configuration
import JSONTree
import Restore
import SemanticDiff
import Snapshots

/// Collects the findings of a drill. Each place is named once, for the first reason found.
struct DrillReportBuilder {
    private let schema: CameraSchema
    private var found: DrillResult

    private var snapshot: Snapshot { found.snapshot }

    init(_ snapshot: Snapshot, named name: String, schema: CameraSchema) {
        self.schema = schema
        found = DrillResult(name: name, snapshot: snapshot)
        for (name, record) in snapshot.sections {
            guard let section = SectionName(name) else { continue }
            noteSection(section, record)
        }
    }

    /// The findings in the order of the sections.
    var result: DrillResult {
        let positions = Dictionary(zip(schema.endpointNames, schema.endpointNames.indices)) { first, _ in first }
        var result = found
        result.findings.sort { left, right in
            let (first, second) = (left.section, right.section)
            if first != second {
                let order = (positions[first.endpoint] ?? Int.max, positions[second.endpoint] ?? Int.max)
                return order.0 == order.1 ? first < second : order.0 < order.1
            }
            return (left.pointer ?? JSONPointer()) < (right.pointer ?? JSONPointer())
        }
        return result
    }

    private mutating func add(_ finding: DrillFinding) {
        guard !isExplained(finding.section, finding.pointer ?? JSONPointer()) else { return }
        found.findings.append(finding)
    }

    /// Whether the place, or one that contains it, has been named.
    private func isExplained(_ section: SectionName, _ pointer: JSONPointer) -> Bool {
        found.findings.contains { $0.section == section && ($0.pointer ?? JSONPointer()).contains(pointer) }
    }

    // MARK: - The snapshot

    private mutating func noteSection(_ section: SectionName, _ record: SectionRecord) {
        let title = schema.endpoint(of: section)?.title ?? section.description
        switch record.status {
        case .failed(let reason): add(DrillFinding(.failedSection, in: section, title: title, detail: reason))
        case .unsupported(let reason): add(DrillFinding(.unsupported, in: section, title: title, detail: reason))
        case .ok:
            found.sections += 1
            guard let endpoint = schema.endpoint(of: section) else {
                add(
                    DrillFinding(
                        .undocumented, in: section, title: title, detail: "the schema does not know this section"))
                return
            }
            guard endpoint.isWritten else { return }
            if endpoint.onlyActs, record.comparable["config"]?.holdsValues ?? false {
                add(DrillFinding(.byHand, in: section, title: title, detail: endpoint.danger))
            }
            let moving = Set(record.roles[.volatile] ?? [])
            for place in record.undocumented.keys where !moving.contains(place) {
                add(DrillFinding(.undocumented, in: section, at: place, title: place.steps.joined(separator: ".")))
            }
            if let commands = endpoint.commands, commands.storesLensPosition {
                notePresets(section, record.config[commands.list], at: commands.list)
            }
        }
    }

    private mutating func notePresets(_ section: SectionName, _ list: JSONValue?, at place: JSONPointer) {
        let keys = list?.objectValue?.names ?? (list?.arrayValue ?? []).indices.map(String.init)
        for key in keys {
            let name = list?[JSONPointer([key])]?["name"]?.stringValue
            add(DrillFinding(.preset, in: section, at: place.appending(key), title: name ?? "preset \(key)"))
        }
    }

    mutating func note(missing: [(section: SectionName, place: JSONPointer, title: String)]) {
        for (section, place, title) in missing where !(schema.endpoint(of: section)?.onlyActs ?? false) {
            add(DrillFinding(.missingSecret, in: section, at: place, title: title))
        }
    }

    mutating func note(inexpressible: [SectionName: String]) {
        for (section, reason) in inexpressible {
            let title = schema.endpoint(of: section)?.title ?? section.description
            add(
                DrillFinding(
                    .leftOut, in: section, title: title,
                    detail: "it cannot be expressed in the camera's words: \(reason)")
            )
        }
    }

    // MARK: - The restore

    mutating func note(_ plan: RestorePlan) {
        for omission in plan.omissions where omission.isSetting {
            let pointer = omission.pointer
            switch omission.reason {
            // Presets are named one by one.
            case .notWritable, .lensPosition: continue
            // A snapshot of some sections does not ask for the others.
            case .notInSnapshot where snapshot.sections[omission.section.description]?.status != .ok: continue
            case .undocumented:
                add(DrillFinding(.undocumented, in: omission.section, at: pointer, title: omission.title))
            case .secretNotHeld:
                add(DrillFinding(.missingSecret, in: omission.section, at: pointer, title: omission.title))
            default:
                add(
                    DrillFinding(
                        .leftOut, in: omission.section, at: pointer, title: omission.title,
                        detail: omission.reason.words))
            }
        }
        for step in plan.steps {
            guard let data = schema.endpoint(of: step.section)?.data else { continue }
            for place in step.clearedSecrets {
                add(DrillFinding(.missingSecret, in: step.section, at: place, title: data.title(of: place)))
            }
        }
    }

    mutating func note(_ restore: RestoreResult) {
        found.written = restore.steps.count { $0.outcome.isSuccess }
        for step in restore.steps {
            guard let section = SectionName(step.section) else { continue }
            if case .dropped(let fields) = step.outcome {
                for field in fields {
                    add(
                        DrillFinding(
                            .notWritten, in: section, at: field.pointer, title: field.title,
                            detail: "accepted and not applied"))
                }
            } else if let reason = step.outcome.reason {
                add(DrillFinding(.notWritten, in: section, title: step.title, detail: reason))
            }
        }
    }

    // MARK: - The camera afterwards

    mutating func compare(_ after: Snapshot) {
        var restored = after
        for (name, record) in after.sections {
            guard let own = snapshot.sections[name], own.status == .ok else {
                restored.sections[name] = nil
                continue
            }
            restored.sections[name] = record.taking(movingPlacesOf: own)
        }
        found.isDigestEqual = restored.digest == snapshot.digest
        let difference = Differ(schema: schema, options: DiffOptions(include: [.identity]))
            .difference(snapshot, named: "", restored, named: "")
        for change in difference.changes {
            guard let section = SectionName(change.section), snapshot.sections[change.section]?.status == .ok else {
                continue
            }
            // An object that lost a secret is named by its secret.
            let isNamedInside = found.findings.contains {
                $0.section == section && $0.pointer.map { change.pointer.contains($0) } ?? false
            }
            guard !isNamedInside else { continue }
            add(
                DrillFinding(
                    .different, in: section, at: change.pointer, title: change.title,
                    detail: change.role == .secret ? nil : Self.words(change)))
        }
        noteUnequal(restored)
    }

    /// Notes sections that are not equal although nothing differs: their secrets have fingerprints of another key.
    private mutating func noteUnequal(_ restored: Snapshot) {
        for (name, record) in snapshot.sections where record.status == .ok {
            guard let section = SectionName(name) else { continue }
            if let own = restored.sections[name], own.comparable == record.comparable {
                found.equalSections += 1
            } else if !found.findings.contains(where: { $0.section == section }) {
                add(
                    DrillFinding(
                        .incomparable, in: section, title: schema.endpoint(of: section)?.title ?? name,
                        detail: "its secrets were fingerprinted with another key"))
            }
        }
    }

    private static func words(_ change: Change) -> String {
        func text(_ value: JSONValue?) -> String { value.map(\.compactText) ?? "nothing" }
        return "\(text(change.shownNew)) instead of \(text(change.shownOld))"
    }

    /// Compares the secrets that the camera keeps now, passwords included, with those that should have been written.
    mutating func check(_ held: SecretSet, received: [String: String]) {
        for section in held.sectionNames {
            guard let endpoint = schema.endpoint(of: section), !endpoint.onlyActs else { continue }
            let data = endpoint.data
            for (place, secret) in held[section] {
                guard let text = secret.reveal().stringValue, let field = data.member(at: place),
                    field.role == .secret, !data.leadsThroughList(place), holds(field, at: place, in: section)
                else { continue }
                if received[section.description + place.description] == text {
                    found.secrets += 1
                } else {
                    add(
                        DrillFinding(
                            .notWritten, in: section, at: place, title: data.title(of: place),
                            detail: "the camera did not receive the secret"))
                }
            }
        }
    }
}

extension DrillReportBuilder {
    /// Whether the camera has such a secret. The vault may hold others, for other firmware.
    private func holds(_ field: Field, at place: JSONPointer, in section: SectionName) -> Bool {
        guard let record = snapshot.sections[section.description], record.status == .ok else { return false }
        return field.presence == .set || record.config[place].flatMap(SecretState.init) != nil
    }
}

extension SectionRecord {
    /// The record with the other's volatile places. What is volatile on the real camera does not change on a simulated one, and is
    /// not compared.
    fileprivate func taking(movingPlacesOf other: SectionRecord) -> SectionRecord {
        guard status == .ok, let moving = other.roles[.volatile] else { return self }
        var roles = roles
        roles[.volatile, default: []] += moving
        return SectionRecord(config: config, undocumented: undocumented, roles: roles, wire: wire, title: title)
    }
}

extension Endpoint {
    /// Whether a write only acts, and sets nothing that a get shows.
    fileprivate var onlyActs: Bool {
        commands == nil
            && !(data.members ?? [data]).contains { field in
                field.presence != .get && (field.role == .setting || field.role == .identity)
            }
    }
}

extension JSONValue {
    /// Whether it contains anything but empty objects and lists.
    fileprivate var holdsValues: Bool {
        switch self {
        case .object(let object): object.contains { $0.value.holdsValues }
        case .array(let items): items.contains(where: \.holdsValues)
        default: true
        }
    }
}

extension Field {
    fileprivate func leadsThroughList(_ place: JSONPointer) -> Bool {
        place.steps.indices.contains { end in
            if case .list? = member(at: JSONPointer(Array(place.steps[..<end])))?.type { true } else { false }
        }
    }
}

extension Omission.Reason {
    fileprivate var words: String {
        switch self {
        case .identity: "who the unit is"
        case .noWrite: "the camera shows it, but has no write for it"
        case .wouldClearSecrets: "it would clear secrets that nobody holds"
        default: detail ?? name
        }
    }
}

extension StepOutcome {
    /// Why the section is not as wanted, in words; nil if it is.
    fileprivate var reason: String? {
        switch self {
        case .verified, .alreadyAsWanted: nil
        case .dropped: "accepted and not applied"
        case .refused(let reason), .heldBack(let reason), .lost(let reason), .unknown(let reason): reason
        case .changedMeanwhile: "it changed during the drill"
        case .notTried: "it was not tried"
        }
    }
}
