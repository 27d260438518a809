package import CameraSchema
package import JSONTree

/// One change of a camera's configuration, in terms of what its values mean.
package struct Change: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case added
        case removed
        case changed
        /// The same item at another position of a list.
        case moved
    }

    /// Why a place differs.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// Somebody set it, or it drifted.
        case setting
        /// The two sides have different firmware, and one of them does not know the place at all, or it is none that can be set.
        case firmware
    }

    /// The part of a section in which the place lies.
    package enum Part: Sendable, Hashable {
        /// The section as a whole.
        case section
        /// The canonical configuration.
        case config
        /// What the camera sent and the snapshot's schema did not know; the place is that member or inside it.
        case undocumented(member: JSONPointer)
    }

    /// `event/motion`, `event/alarm-schedule[alarmType=1]`
    package var section: String
    package var part: Part
    /// The place in the section's canonical form. For an item that was removed from a list, its position is that in the old list;
    /// the list itself is named by its place in the new configuration.
    package var pointer: JSONPointer
    /// The place in the old configuration, where list items on the way have moved.
    package var oldPointer: JSONPointer?
    /// The outermost object that is on one side only, if the place is inside one.
    package var within: JSONPointer?
    package var kind: Kind
    /// From the outermost named container to the field: `["Main stream", "Encoding"]`.
    package var titles: [String]
    package var role: Role
    package var impact: Impact
    package var cause: Cause
    /// Whether the schema knows the place.
    package var isDocumented: Bool
    /// The canonical values; secrets are stand-ins with their fingerprints (``JSONValue/withoutFingerprints``).
    /// Nil where the place does not exist.
    package var old: JSONValue?
    package var new: JSONValue?
    package var detail: Detail
    /// Of a section that appeared or vanished: what it holds besides its configuration.
    package var undocumented: [JSONPointer: JSONValue] = [:]

    package init(
        section: String, part: Part, pointer: JSONPointer, oldPointer: JSONPointer? = nil, within: JSONPointer? = nil,
        kind: Kind, titles: [String], role: Role, impact: Impact, cause: Cause, isDocumented: Bool,
        old: JSONValue? = nil, new: JSONValue? = nil, detail: Detail, undocumented: [JSONPointer: JSONValue] = [:]
    ) {
        self.section = section
        self.part = part
        self.pointer = pointer
        self.oldPointer = oldPointer
        self.within = within
        self.kind = kind
        self.titles = titles
        self.role = role
        self.impact = impact
        self.cause = cause
        self.isDocumented = isDocumented
        self.old = old
        self.new = new
        self.detail = detail
        self.undocumented = undocumented
    }

    /// The titles as a sentence begins: `Main stream: encoding`. Those that another one repeats are left out.
    package var title: String {
        TitleChain.joined(titles)
    }

    /// The old value as reports may show it: of secrets only whether they are set.
    package var shownOld: JSONValue? { old.map(shown) }
    package var shownNew: JSONValue? { new.map(shown) }

    /// What stands in the place of a secret is none to show, whatever it is.
    func shown(_ value: JSONValue) -> JSONValue {
        if case .secret = detail { return value.withoutSecrets }
        return role == .secret ? value.withoutSecrets : value.withoutFingerprints
    }
}
