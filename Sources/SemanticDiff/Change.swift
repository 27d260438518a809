package import CameraSchema
package import JSONTree

/// One change of a camera's configuration, in terms of what its values mean.
package struct Change: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case added
        case removed
        case changed
        /// The same item at another position of a list.
        case moved
    }

    /// Why a place differs.
    package enum Cause: String, Sendable, Hashable {
        /// Somebody set it, or it drifted.
        case setting
        /// The two sides have different firmware, and one of them does not know the place at all.
        case firmware
    }

    /// `event/motion`, `event/alarm-schedule[alarmType=1]`
    package var section: String
    /// The place in the section's canonical form: in the new one, for what was removed in the old one.
    package var pointer: JSONPointer
    package var kind: Kind
    /// From the outermost named container to the field: `["Main stream", "Encoding"]`.
    package var titles: [String]
    package var role: Role
    package var impact: Impact
    package var cause: Cause
    /// Whether the schema knows the place.
    package var isDocumented: Bool
    /// The canonical values; secrets are stand-ins. Nil where the place does not exist.
    package var old: JSONValue?
    package var new: JSONValue?
    package var detail: Detail

    /// The titles as a sentence begins: `Main stream: encoding`. Those that another one repeats are left out.
    package var title: String {
        TitleChain.joined(titles)
    }
}
