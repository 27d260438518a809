/// A snapshot in a store, as far as its folder tells: the file itself is not read.
package struct SnapshotEntry: Sendable, Hashable {
    /// When the same configuration was found again, instead of keeping another file.
    package struct SeenAgain: Sendable, Hashable {
        package let last: SnapshotTime
        package let count: Int
    }

    /// The camera's folder in the store.
    package let camera: String
    package let name: SnapshotName
    /// Of the file, with the store's path.
    package let path: String
    /// Of the file, in bytes.
    package let size: Int
    package let seenAgain: SeenAgain?
    /// Names that the operator gave it, sorted.
    package internal(set) var tags: [String] = []

    /// Its name in the camera's folder.
    package var fileName: String { name.fileName }

    package var taken: SnapshotTime { name.taken }

    /// What names it on the command line: `192.168.1.10@2026-11-22T143506Z`.
    package var reference: String { "\(camera)@\(name)" }
}
