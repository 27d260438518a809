import CameraSchema
import Configuration
import JSONTree
import Snapshots

/// Compares the values of one section that was read on both sides.
struct ValueDiffer {
    let old: SectionRecord
    let new: SectionRecord
    private let name: String
    private let section: SectionName
    private let endpoint: Endpoint?
    let options: DiffOptions
    /// Whether both sides were read by the same schema, so that one meaning has one wording.
    let isSameSchema: Bool
    private let roles: SectionRoles
    let mayHoldSecrets: Bool

    private(set) var changes: [Change] = []
    private(set) var notes = DifferenceNotes()
    /// Counts all that differs, reported or not.
    private(set) var seen = 0

    /// - Parameter name: of the section, as the snapshots have it
    init(
        _ old: SectionRecord, _ new: SectionRecord, of section: SectionName, named name: String, endpoint: Endpoint?,
        options: DiffOptions, isSameSchema: Bool
    ) {
        self.name = name
        self.section = section
        self.old = old
        self.new = new
        self.endpoint = endpoint
        self.options = options
        self.isSameSchema = isSameSchema
        roles = SectionRoles(old, new)
        mayHoldSecrets = old.holdsSecrets
    }

    mutating func compare() {
        let impact = endpoint?.data.impact ?? .cosmetic
        let root = Place(.config, JSONPointer(), titles: [], field: endpoint?.data, impact: impact)
        compare(old.config, new.config, at: root)
        for pointer in Set(old.undocumented.keys).union(new.undocumented.keys).sorted() {
            let (old, new) = (old.undocumented[pointer], new.undocumented[pointer])
            let place = Place(
                .undocumented(member: pointer), pointer, titles: [pointer.steps.joined(separator: ".")], field: nil,
                impact: impact)
            if differ(old, new) { compare(old, new, at: place) }
        }
    }

    /// Whether there is something to say of two values; equal secrets without a fingerprint are worth a note.
    func differ(_ old: JSONValue?, _ new: JSONValue?) -> Bool {
        old != new || mayHoldSecrets && (old.map(SecretStates.holdsSecret) ?? false)
    }

    // MARK: - Changes

    mutating func append(
        _ kind: Change.Kind, _ old: JSONValue?, _ new: JSONValue?, at place: Place, detail: Detail
    ) {
        seen += 1
        let (pointers, role) = (pointers(place, detail), role(of: place, old, new, detail: detail))
        guard pointers.contains(where: { options.filter.includes(section, $0, old: old, new: new) }) else {
            notes.filtered += 1
            return
        }
        guard options.includes(role) else {
            notes.leftOut[role, default: 0] += 1
            return
        }
        changes.append(
            Change(
                section: name, part: place.part, pointer: place.pointer, oldPointer: place.oldPointer,
                within: place.within, kind: kind, titles: titles(place), role: role, impact: place.impact,
                cause: .setting, isDocumented: place.part == .config && (place.field != nil || detail.isResolution),
                old: old, new: new, detail: detail))
    }

    mutating func noteIncomparableSecret(_ place: Place) {
        guard options.filter.includes(section, place.pointer) else { return }
        seen += 1
        notes.incomparableSecrets += 1
    }

    mutating func noteReworded(_ place: Place) {
        guard options.filter.includes(section, place.pointer) else { return }
        seen += 1
        notes.reworded += 1
    }

    /// The fields of which a change speaks.
    private func pointers(_ place: Place, _ detail: Detail) -> [JSONPointer] {
        detail.isResolution ? Resolution.names.map(place.pointer.appending) : [place.pointer]
    }

    private func role(of place: Place, _ old: JSONValue?, _ new: JSONValue?, detail: Detail) -> Role {
        let place = detail.isResolution ? place.inside(Resolution.names[0], titled: nil, field: nil) : place
        let sides: SectionRoles.Sides = old == nil ? .new : new == nil ? .old : .both
        return roles.role(of: place, on: sides)
    }

    /// A change of the whole configuration has the section's own name.
    private func titles(_ place: Place) -> [String] {
        place.titles.isEmpty ? [endpoint?.title ?? name] : place.titles
    }
}

extension Detail {
    fileprivate var isResolution: Bool {
        if case .resolution = self { true } else { false }
    }
}

extension SectionRecord {
    var holdsSecrets: Bool {
        SecretStates.holdsSecret(config) || undocumented.values.contains(where: SecretStates.holdsSecret)
    }
}
