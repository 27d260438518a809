package import CameraSchema
import JSONTree
package import Snapshots

/// Compares two configurations section by section and value by value, in the terms of the schema.
package struct Differ {
    private let schema: CameraSchema
    private let options: DiffOptions

    package init(schema: CameraSchema, options: DiffOptions = DiffOptions()) {
        self.schema = schema
        self.options = options
    }

    /// What changed from the old to the new configuration.
    ///
    /// A section that one side could not read is never taken for removed settings; it is named in `unreadSections`.
    package func difference(_ old: Snapshot, named oldName: String, _ new: Snapshot, named newName: String)
        -> Difference
    {
        var difference = Difference(
            old: .init(name: oldName, snapshot: old), new: .init(name: newName, snapshot: new), changes: [],
            unreadSections: [], notes: DifferenceNotes())
        for (name, section) in orderedSections(old, new) {
            compare(old.sections[name], new.sections[name], of: section, named: name, into: &difference)
        }
        if difference.firmwareChange != nil { FirmwareCauses(old, new, schema).mark(&difference.changes) }
        return difference
    }

    /// The names of both sides' sections in the order of the schema, unknown ones last.
    private func orderedSections(_ old: Snapshot, _ new: Snapshot) -> [(name: String, section: SectionName)] {
        let positions = Dictionary(zip(schema.endpointNames, schema.endpointNames.indices)) { first, _ in first }
        let names = Array(old.sections.keys) + new.sections.keys.filter { old.sections[$0] == nil }
        let sections = names.map { (name: $0, section: SectionName($0) ?? SectionName(endpoint: $0)) }
        // Numbers decide nearly always, and cost nothing to move about.
        let keys = sections.indices.map { index in
            let section = sections[index].section
            return (positions[section.endpoint] ?? Int.max, section.selector?.value ?? Int.min, index)
        }
        return keys.sorted { left, right in
            if left.0 != right.0 { return left.0 < right.0 }
            if left.0 != Int.max, left.1 != right.1 { return left.1 < right.1 }
            let (left, right) = (sections[left.2], sections[right.2])
            return left.section == right.section ? left.name < right.name : left.section < right.section
        }.map { sections[$0.2] }
    }

    private func compare(
        _ old: SectionRecord?, _ new: SectionRecord?, of section: SectionName, named name: String,
        into difference: inout Difference
    ) {
        guard let old, let new, old.status == .ok, new.status == .ok else {
            compareStatuses(old, new, of: section, named: name, into: &difference)
            return
        }
        // Even in records that are alike, a secret that is set may be another one.
        guard old != new || old.holdsSecrets else { return }
        var values = ValueDiffer(
            old, new, of: section, named: name, endpoint: schema.endpoint(of: section), options: options,
            isSameSchema: difference.old.schema == difference.new.schema)
        values.compare()
        difference.changes += values.changes
        difference.notes.add(values.notes)
    }

    private func compareStatuses(
        _ old: SectionRecord?, _ new: SectionRecord?, of section: SectionName, named name: String,
        into difference: inout Difference
    ) {
        let (oldStatus, newStatus) = (SectionStatus(old), SectionStatus(new))
        guard !oldStatus.isAlike(newStatus) else { return }
        guard options.filter.concerns(section) else {
            difference.notes.filtered += 1
            return
        }
        if oldStatus.isUnread || newStatus.isUnread {
            difference.unreadSections.append(name)
            return
        }
        let endpoint = schema.endpoint(of: section)
        difference.changes.append(
            Change(
                section: name, part: .section, pointer: JSONPointer(), kind: newStatus == .present ? .added : .removed,
                titles: [], role: .setting, impact: endpoint?.data.impact ?? .cosmetic, cause: .setting,
                isDocumented: endpoint != nil, old: old?.presentConfig, new: new?.presentConfig,
                detail: .section(old: oldStatus, new: newStatus),
                undocumented: (newStatus == .present ? new : old)?.undocumented ?? [:]))
    }
}

extension SectionRecord {
    fileprivate var presentConfig: JSONValue? {
        status == .ok ? config : nil
    }
}

extension SectionStatus {
    init(_ record: SectionRecord?) {
        switch record?.status {
        case nil: self = .absent
        case .ok?: self = .present
        case .unsupported(let reason)?: self = .unsupported(reason: reason)
        case .failed(let reason)?: self = .failed(reason: reason)
        }
    }

    /// Whether both say that the camera does not have the section; another reason is no change.
    /// Sections that failed are never alike: nobody knows what is in them.
    fileprivate func isAlike(_ other: SectionStatus) -> Bool {
        switch (self, other) {
        case (.present, .present), (.absent, .absent), (.unsupported, .unsupported), (.absent, .unsupported),
            (.unsupported, .absent):
            true
        default: false
        }
    }

    fileprivate var isUnread: Bool {
        if case .failed = self { true } else { false }
    }
}
