package import CameraSchema

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
