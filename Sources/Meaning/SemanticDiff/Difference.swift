package import CameraSchema
package import Cryptography
package import Snapshots

/// All that changed between two configurations.
package struct Difference: Sendable {
    /// One of the two sides, for the report's head.
    package struct Side: Sendable, Hashable {
        /// As the user named it: a reference, a file, a camera.
        package var name: String
        package var camera: CameraIdentity
        package var taken: SnapshotTime
        /// The digest of the schema by which the camera's answers were understood.
        package var schema: ContentDigest

        package init(name: String, snapshot: Snapshot) {
            self.name = name
            camera = snapshot.camera
            taken = snapshot.taken
            schema = snapshot.schema
        }
    }

    package var old: Side
    package var new: Side
    /// In the order of the schema's sections and fields.
    package var changes: [Change]
    /// Sections that one side, or both, could not read: nothing is known of their changes.
    package var unreadSections: [String]
    /// What was seen besides.
    package var notes: DifferenceNotes

    /// Secrets that are set on both sides and cannot be compared.
    package var incomparableSecrets: Int { notes.incomparableSecrets }

    /// The firmware of the two sides, where it is known and differs.
    package var firmwareChange: (old: String, new: String)? {
        guard let old = old.camera.version, let new = new.camera.version, old != new else { return nil }
        return (old, new)
    }

    /// Changes that somebody made.
    package var settings: [Change] { changes.filter { $0.cause == .setting } }
    /// Changes that the firmware explains.
    package var firmware: [Change] { changes.filter { $0.cause == .firmware } }
}

extension CameraIdentity {
    /// What tells one firmware from another.
    var version: String? {
        let parts = [software, firmware].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

/// What a comparison saw and did not report as changes.
package struct DifferenceNotes: Sendable, Hashable {
    /// Secrets that are set on both sides and cannot be compared.
    package var incomparableSecrets = 0
    /// Differences in places of a role that was not asked for.
    package var leftOut: [Role: Int] = [:]
    /// Differences that the patterns left out.
    package var filtered = 0
    /// Values that the schemas of the two sides only word differently.
    package var reworded = 0

    mutating func add(_ other: DifferenceNotes) {
        incomparableSecrets += other.incomparableSecrets
        leftOut.merge(other.leftOut) { $0 + $1 }
        filtered += other.filtered
        reworded += other.reworded
    }
}
