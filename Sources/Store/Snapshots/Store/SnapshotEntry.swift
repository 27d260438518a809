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

/// The name of a snapshot in its camera's folder: when it was taken, and `-2`, `-3` … if others are of the same second.
package struct SnapshotName: Sendable, Hashable {
    package let taken: SnapshotTime
    /// From 1.
    package let number: Int

    static let fileSuffix = ".json.gz"
    static let archiveSuffix = ".vendor.zip"
    static let sealedArchiveSuffix = ".vendor.zip.age"

    init(taken: SnapshotTime, number: Int = 1) {
        self.taken = taken
        self.number = number
    }

    /// Nil if the text is not exactly what ``description`` gives.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4,
            let taken = SnapshotTime(fileName: parts.prefix(3).joined(separator: "-"))
        else { return nil }
        let number = parts.count == 3 ? 1 : Int(parts[3]) ?? 0
        self.init(taken: taken, number: number)
        guard (1...99_999).contains(number), description == text else { return nil }
    }

    init?(fileName: String) {
        self.init(fileName, suffix: Self.fileSuffix)
    }

    init?(archiveFileName: String) {
        self.init(archiveFileName, suffix: Self.archiveSuffix)
    }

    init?(sealedArchiveFileName: String) {
        self.init(sealedArchiveFileName, suffix: Self.sealedArchiveSuffix)
    }

    private init?(_ fileName: String, suffix: String) {
        guard fileName.hasSuffix(suffix) else { return nil }
        self.init(String(fileName.dropLast(suffix.count)))
    }

    var fileName: String { description + Self.fileSuffix }
    /// The name of the vendor archive that belongs to it, kept in clear.
    var archiveFileName: String { description + Self.archiveSuffix }
    /// Likewise, sealed.
    var sealedArchiveFileName: String { description + Self.sealedArchiveSuffix }

    /// The next one of the same second.
    var next: SnapshotName { SnapshotName(taken: taken, number: number + 1) }
}

extension SnapshotName: CustomStringConvertible {
    /// `2026-11-22T143506Z`, `2026-11-22T143506Z-2`
    package var description: String { taken.fileName + (number == 1 ? "" : "-\(number)") }
}

extension SnapshotName: Comparable {
    package static func < (left: SnapshotName, right: SnapshotName) -> Bool {
        (left.taken, left.number) < (right.taken, right.number)
    }
}
