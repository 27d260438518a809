package import CameraSchema
package import JSONTree

/// A difference between the snapshot and the camera that a restore leaves as it is.
package struct Omission: Sendable, Hashable {
    package var section: SectionName
    /// The place in the section; nil for the whole section.
    package var pointer: JSONPointer?
    /// The field's or the section's title.
    package var title: String
    package var reason: Reason
    /// The number of differences that it stands for.
    package var count: Int

    package init(section: SectionName, pointer: JSONPointer? = nil, title: String, reason: Reason, count: Int = 1) {
        self.section = section
        self.pointer = pointer
        self.title = title
        self.reason = reason
        self.count = count
    }

    /// Why it is not written.
    package enum Reason: Sendable, Hashable {
        /// It is the identity of the unit, which is restored only on request.
        case identity
        /// It cannot be set, changes by itself, or is an action.
        case notWritable(Role)
        /// The schema has no set for the endpoint, or the set has no such field.
        case noWrite
        /// The schema does not know the field; it is written back as the camera has it.
        case undocumented
        /// The camera does not have the section or the field, or says so.
        case notOnCamera(String)
        /// The snapshot does not have the section or the field.
        case notInSnapshot(String)
        /// The section could not be read on one side, so nothing is known about it.
        case unread(String)
        /// The camera's own limits do not allow it: `25 fps, at most 20 here`.
        case outOfRange(String)
        /// Writing it would store wherever the lens points now.
        case lensPosition
        /// Neither the snapshot nor the vault holds the secret; the camera keeps its own.
        case secretNotHeld
        /// The write would clear secrets at these places, which the camera keeps and CamKeep does not hold.
        case wouldClearSecrets([JSONPointer])
        /// It cannot be expressed to the camera, or not without what is left out: why, in words.
        case doesNotFit(String)
    }

    /// Whether it is a setting. Differences of clocks, measured values and ranges mean nothing.
    package var isSetting: Bool {
        if case .notWritable = reason { false } else { true }
    }
}

extension Omission.Reason {
    /// `identity`, `outOfRange`, …, as a plan file names it.
    package var name: String {
        switch self {
        case .identity: "identity"
        case .notWritable: "notWritable"
        case .noWrite: "noWrite"
        case .undocumented: "undocumented"
        case .notOnCamera: "notOnCamera"
        case .notInSnapshot: "notInSnapshot"
        case .unread: "unread"
        case .outOfRange: "outOfRange"
        case .lensPosition: "lensPosition"
        case .secretNotHeld: "secretNotHeld"
        case .wouldClearSecrets: "wouldClearSecrets"
        case .doesNotFit: "doesNotFit"
        }
    }

    /// What else there is to say, in words.
    package var detail: String? {
        switch self {
        case .notOnCamera(let words), .notInSnapshot(let words), .unread(let words), .outOfRange(let words),
            .doesNotFit(let words):
            words
        case .notWritable(let role): role.rawValue
        case .identity, .noWrite, .undocumented, .lensPosition, .secretNotHeld, .wouldClearSecrets: nil
        }
    }
}
