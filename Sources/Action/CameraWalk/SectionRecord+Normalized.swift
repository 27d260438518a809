import CameraSchema
package import Configuration
package import JSONTree
package import Snapshots

extension SectionRecord {
    /// What a snapshot keeps of a section: everything but the secrets.
    package init(_ normalized: NormalizedSection, title: String) {
        self.init(
            config: normalized.config, undocumented: normalized.undocumented,
            roles: normalized.roles.reduce(into: [:]) { $0[$1.key] = $1.value.sorted() }, wire: normalized.wire.json,
            title: title)
    }
}

extension NormalizedSection {
    /// What a snapshot keeps of a section, with its secrets put back. Nil unless it was read and its `wire` is in order.
    package init?(_ record: SectionRecord, secrets: [JSONPointer: Secret] = [:]) {
        guard record.status == .ok, let wire = WireQuirks(json: record.wire) else { return nil }
        self.init(config: record.config)
        undocumented = record.undocumented
        roles = record.roles.mapValues(Set.init)
        self.wire = wire
        self.secrets = secrets
    }
}
