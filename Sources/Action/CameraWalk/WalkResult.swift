package import CameraSchema
package import Configuration
package import Cryptography
package import JSONTree
package import Snapshots

/// What a walk has read of a camera.
package struct WalkResult: Sendable {
    package var identity: CameraIdentity
    package var sections: [SectionName: SectionRecord] = [:]
    /// What the sections' stand-ins stand for.
    package var secrets = SecretSet()
    package var export: ExportRecord?
    /// The bytes of the vendor archive, if it was fetched.
    package var archive: [UInt8]?
    /// Secrets that the camera sent in a way that could not be decrypted.
    package var unreadable: [Place] = []

    /// A place in a section.
    package struct Place: Sendable, Hashable {
        package let section: SectionName
        package let pointer: JSONPointer
    }

    package var failedSections: [SectionName] {
        sections.filter { if case .failed = $0.value.status { true } else { false } }.keys.sorted()
    }

    /// Whether something that the camera should have could not be read.
    package var isPartial: Bool {
        if case .failed? = export?.status { return true }
        return !failedSections.isEmpty
    }

    /// The section with its secrets, as it must be known to be written; nil if it was not read.
    package func normalized(_ section: SectionName) -> NormalizedSection? {
        sections[section].flatMap { NormalizedSection($0, secrets: secrets[section]) }
    }

    /// The snapshot of what was read.
    package func snapshot(taken: SnapshotTime, tool: String, schema: ContentDigest) -> Snapshot {
        Snapshot(
            camera: identity, taken: taken, tool: tool, schema: schema,
            sections: Dictionary(uniqueKeysWithValues: sections.map { ($0.key.description, $0.value) }), export: export)
    }
}

/// How far a walk is.
package struct WalkProgress: Sendable, Hashable {
    package let done: Int
    /// What is known so far: an endpoint whose selector's values are not known yet counts once.
    package let total: Int
    /// What is being read.
    package let current: String
}
