package import Cryptography
import JSONTree

/// The file in which a store keeps a vendor archive, beside its snapshot.
package struct StoredArchive: Sendable, Hashable {
    /// `2026-11-22T143506Z.vendor.zip`, with `.age` behind it if it is sealed: always the form of an archive's name,
    /// which cannot lead out of the folder.
    package let fileName: String
    /// The digest of the sealed file; nil if the archive is kept in clear.
    package let sealed: ContentDigest?

    init(_ copy: ArchiveCopy, beside name: SnapshotName) {
        fileName = copy.fileName(beside: name)
        sealed = if case .sealed(let bytes) = copy { ContentDigest(of: bytes) } else { nil }
    }

    /// Nil if the reader's object names no file.
    init?(_ reader: inout ObjectReader) throws(SnapshotError) {
        let name = try reader.optionalText("stored")
        let digest = reader.optional("sealed")
        guard let name else {
            guard digest == nil else {
                throw reader.error("there is no file of which it could be the digest", at: "sealed")
            }
            return nil
        }
        guard let digest else {
            guard SnapshotName(archiveFileName: name) != nil else {
                throw reader.error("expected a name such as 2026-11-22T143506Z.vendor.zip", at: "stored")
            }
            self.init(fileName: name, sealed: nil)
            return
        }
        guard SnapshotName(sealedArchiveFileName: name) != nil else {
            throw reader.error("expected a name such as 2026-11-22T143506Z.vendor.zip.age", at: "stored")
        }
        guard let digest = digest.stringValue.flatMap(ContentDigest.init) else {
            throw reader.error("expected a digest such as sha256:…", at: "sealed")
        }
        self.init(fileName: name, sealed: digest)
    }

    fileprivate init(fileName: String, sealed: ContentDigest?) {
        self.fileName = fileName
        self.sealed = sealed
    }
}

/// A vendor archive as it is to be kept.
package enum ArchiveCopy: Sendable {
    case clear([UInt8])
    /// An age file that holds the archive.
    case sealed([UInt8])

    var bytes: [UInt8] {
        switch self {
        case .clear(let bytes), .sealed(let bytes): bytes
        }
    }

    func fileName(beside name: SnapshotName) -> String {
        switch self {
        case .clear: name.archiveFileName
        case .sealed: name.sealedArchiveFileName
        }
    }
}

extension Snapshot {
    /// Describes the sealed archive as one that was sealed anew.
    ///
    /// - Returns: the name of its file; nil if the archive is not kept sealed.
    package mutating func replaceSealedArchive(_ bytes: [UInt8]) -> String? {
        guard let stored = export?.archive?.stored, stored.sealed != nil else { return nil }
        export?.archive?.stored = StoredArchive(fileName: stored.fileName, sealed: ContentDigest(of: bytes))
        return stored.fileName
    }
}
