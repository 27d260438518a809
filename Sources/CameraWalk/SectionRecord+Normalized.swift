import CameraSchema
package import Configuration
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
