package import CameraSchema
package import JSONTree
package import Snapshots

/// What a drill has shown about one snapshot.
package struct DrillResult: Sendable {
    /// The snapshot as the user named it.
    package let name: String
    package let snapshot: Snapshot
    /// The number of sections that were read when the snapshot was taken.
    package internal(set) var sections = 0
    /// The number of sections that came back exactly as they were.
    package internal(set) var equalSections = 0
    /// The number of sections that were written and read back.
    package internal(set) var written = 0
    /// The number of secrets that the camera received as they are held.
    package internal(set) var secrets = 0
    /// Whether the restored camera has the snapshot's digest.
    package internal(set) var isDigestEqual = false
    /// The findings in the order of the sections.
    package internal(set) var findings: [DrillFinding] = []

    init(name: String, snapshot: Snapshot) {
        self.name = name
        self.snapshot = snapshot
    }

    /// Whether everything that a backup can bring back would come back.
    package var comesBack: Bool { losses.isEmpty }
    /// What would not come back.
    package var losses: [DrillFinding] { findings.filter(\.kind.isLoss) }
    /// What no backup brings back, or cannot be compared.
    package var limits: [DrillFinding] { findings.filter { !$0.kind.isLoss } }
}

/// Something that would not come back, or not with certainty.
package struct DrillFinding: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Nobody holds the secret.
        case missingSecret
        /// The section could not be read when the snapshot was taken.
        case failedSection
        /// The restore leaves it out.
        case leftOut
        /// The restore could not write it.
        case notWritten
        /// It was written, and differs afterwards.
        case different
        /// The schema does not know the field: it stays as the camera has it.
        case undocumented
        /// The API has no positions: a preset would store wherever the lens points.
        case preset
        /// The camera takes it as a command that acts at once, so it is set by hand: Wi-Fi networks.
        case byHand
        /// The camera did not have the section when the snapshot was taken.
        case unsupported
        /// Its fingerprint is of another key, so it cannot be compared, although the camera received the secret as it is held.
        case incomparable

        /// Whether a better backup would have brought it back.
        package var isLoss: Bool {
            switch self {
            case .missingSecret, .failedSection, .leftOut, .notWritten, .different: true
            case .undocumented, .preset, .byHand, .unsupported, .incomparable: false
            }
        }
    }

    package let kind: Kind
    package let section: SectionName
    /// The place in the section; nil for the whole section.
    package let pointer: JSONPointer?
    /// The field's or the section's title.
    package let title: String
    /// What else there is to say.
    package let detail: String?

    init(
        _ kind: Kind, in section: SectionName, at pointer: JSONPointer? = nil, title: String, detail: String? = nil
    ) {
        self.kind = kind
        self.section = section
        self.pointer = pointer
        self.title = title
        self.detail = detail
    }

    /// `network/ftp.password`, as `--only` and `camkeep secrets` take it.
    package var place: String {
        guard let pointer, !pointer.steps.isEmpty else { return section.description }
        return "\(section).\(pointer.steps.joined(separator: "."))"
    }
}
