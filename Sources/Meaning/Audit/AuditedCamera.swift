package import Snapshots

/// A camera as an audit sees it: its name, its groups and its configuration, wherever that came from.
package struct AuditedCamera: Sendable {
    /// What reports and waivers call it. Unique among the cameras of one audit.
    package var name: String
    /// Names without the `@`, by which rules and waivers can mean it.
    package var groups: [String]
    /// What names the configuration: a reference such as `front-door@2026-11-22T143506Z`, a file, an address.
    package var source: String
    package var snapshot: Snapshot

    package init(name: String, groups: [String] = [], source: String, snapshot: Snapshot) {
        self.name = name
        self.groups = groups
        self.source = source
        self.snapshot = snapshot
    }
}

/// A camera whose configuration could not be had.
package struct UnreadCamera: Sendable, Hashable {
    package var name: String
    /// For people.
    package var reason: String
    /// Whether there is a snapshot and it is damaged.
    package var isDamaged: Bool

    package init(name: String, reason: String, isDamaged: Bool) {
        self.name = name
        self.reason = reason
        self.isDamaged = isDamaged
    }
}
