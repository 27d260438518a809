package import CameraSchema
package import JSONTree

/// Something that the snapshot and the camera do not share and that a restore leaves as it is.
package struct Omission: Sendable, Hashable {
    package var section: SectionName
    /// The place in the section; nil for the whole section.
    package var pointer: JSONPointer?
    /// The field's or the section's title.
    package var title: String
    package var reason: Reason

    package init(section: SectionName, pointer: JSONPointer? = nil, title: String, reason: Reason) {
        self.section = section
        self.pointer = pointer
        self.title = title
        self.reason = reason
    }

    /// Why it is not written.
    package enum Reason: Sendable, Hashable {
        /// Who the unit is, which is restored only on request.
        case identity
        /// It cannot be set, moves by itself, or only acts.
        case notWritable(Role)
        /// The schema has no set for the endpoint, or the set has no such field.
        case noWrite
        /// The schema does not know the field; it is written back as the camera has it.
        case undocumented
        /// The camera does not have the section, or says so.
        case notOnCamera(String)
        /// The snapshot does not have the section, or not all of it.
        case notInSnapshot(String)
        /// What the camera's own limits do not allow: `25 fps, at most 20 here`.
        case outOfRange(String)
        /// Writing it would store wherever the lens points now.
        case lensPosition
        /// The snapshot holds no such secret, and neither does the vault; the camera keeps its own.
        case secretNotHeld
        /// The write would clear secrets at these places, which the camera keeps and CamKeep does not hold.
        case wouldClearSecrets([JSONPointer])
        /// It belongs to another section that is not written.
        case dependsOn(SectionName)
    }
}
