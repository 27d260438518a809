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
