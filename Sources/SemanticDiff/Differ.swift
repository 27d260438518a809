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
            incomparableSecrets: 0, unreadSections: [])
        for (name, section) in orderedSections(old, new) {
            compare(name, section, old.sections[name], new.sections[name], &difference)
        }
        if difference.firmwareChange != nil { FirmwareCauses(old, new).mark(&difference.changes) }
        return difference
    }

    /// The names of both sides' sections in the order of the schema, unknown ones last.
    private func orderedSections(_ old: Snapshot, _ new: Snapshot) -> [(name: String, section: SectionName)] {
        let positions = Dictionary(zip(schema.endpointNames, schema.endpointNames.indices)) { first, _ in first }
        return Set(old.sections.keys).union(new.sections.keys)
            .map { name in
                let section = SectionName(name) ?? SectionName(endpoint: name)
                return (positions[section.endpoint] ?? Int.max, section, name)
            }
            .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
            .map { ($0.2, $0.1) }
    }

    private func compare(
        _ name: String, _ section: SectionName, _ old: SectionRecord?, _ new: SectionRecord?,
        _ difference: inout Difference
    ) {
        guard old != new else {
            // Even then a secret that is set may be another one.
            if let old { difference.incomparableSecrets += SecretStates.incomparable(in: old) }
            return
        }
        let endpoint = schema.endpoint(of: section)
        guard let old, let new, old.status == .ok, new.status == .ok else {
            compareFates(name, section, old, new, endpoint, &difference)
            return
        }
        var values = ValueDiffer(name, section, old, new, endpoint, options)
        values.compare()
        difference.changes += values.changes
        difference.incomparableSecrets += values.incomparableSecrets
    }

    private func compareFates(
        _ name: String, _ section: SectionName, _ old: SectionRecord?, _ new: SectionRecord?, _ endpoint: Endpoint?,
        _ difference: inout Difference
    ) {
        let (oldFate, newFate) = (SectionFate(old), SectionFate(new))
        guard options.filter.includes(section, JSONPointer()), !oldFate.isAlike(newFate) else { return }
        if oldFate.isUnread || newFate.isUnread {
            difference.unreadSections.append(name)
            return
        }
        difference.changes.append(
            Change(
                section: name, pointer: JSONPointer(), kind: oldFate == .present ? .removed : .added, titles: [],
                role: .setting, impact: endpoint?.data.impact ?? .cosmetic, cause: .setting,
                isDocumented: endpoint != nil, old: old?.config, new: new?.config,
                detail: .section(old: oldFate, new: newFate)))
    }
}

extension SectionFate {
    init(_ record: SectionRecord?) {
        switch record?.status {
        case nil: self = .absent
        case .ok?: self = .present
        case .unsupported(let reason)?: self = .unsupported(reason: reason)
        case .failed(let reason)?: self = .failed(reason: reason)
        }
    }

    /// Another reason is no change.
    fileprivate func isAlike(_ other: SectionFate) -> Bool {
        switch (self, other) {
        case (.present, .present), (.absent, .absent), (.unsupported, .unsupported), (.failed, .failed): true
        default: false
        }
    }

    fileprivate var isUnread: Bool {
        if case .failed = self { true } else { false }
    }
}
