package import Cryptography

/// What is known of the vendor's own archive of the configuration (`export-params`).
package struct ExportRecord: Sendable, Hashable {
    /// A member of the archive, as its central directory describes it.
    package struct Member: Sendable, Hashable {
        /// As ``ZipListing/Member/name``.
        package let name: String
        /// Uncompressed, in bytes.
        package let size: Int
        package let crc32: UInt32
        package let isEncrypted: Bool

        package init(name: String, size: Int, crc32: UInt32, isEncrypted: Bool = false) {
            self.name = name
            self.size = size
            self.crc32 = crc32
            self.isEncrypted = isEncrypted
        }
    }

    /// What the archive holds, or why that could not be read.
    package enum Contents: Sendable, Hashable {
        case members([Member])
        case unlisted(reason: String)
    }

    /// An archive that was fetched.
    package struct Archive: Sendable, Hashable {
        /// The camera's name for it: untrusted text that never becomes a path.
        package let fileName: String
        /// In bytes.
        package let size: Int
        package let digest: ContentDigest
        package let contents: Contents
        /// The archive's file beside the snapshot, if it is kept: ``SnapshotStore/save(_:as:archive:waiting:)`` sets it.
        package internal(set) var stored: StoredArchive?

        /// Describes the bytes of an archive.
        package init(fileName: String, bytes: [UInt8]) {
            let contents: Contents
            do throws(ZipError) {
                contents = try .members(ZipListing(bytes).members.map(Member.init))
            } catch {
                contents = .unlisted(reason: error.description)
            }
            self.init(fileName: fileName, size: bytes.count, digest: ContentDigest(of: bytes), contents: contents)
        }

        init(fileName: String, size: Int, digest: ContentDigest, contents: Contents, stored: StoredArchive? = nil) {
            self.fileName = fileName
            self.size = size
            self.digest = digest
            self.contents = contents
            self.stored = stored
        }
    }

    package let status: RecordStatus
    /// There if the status is `ok`.
    package internal(set) var archive: Archive?

    package init(_ archive: Archive) {
        status = .ok
        self.archive = archive
    }

    /// The camera has no such archive.
    package init(unsupported reason: String) {
        status = .unsupported(reason: reason)
        archive = nil
    }

    /// The archive could not be fetched.
    package init(failed reason: String) {
        status = .failed(reason: reason)
        archive = nil
    }
}

extension ExportRecord.Member {
    init(_ member: ZipListing.Member) {
        self.init(name: member.name, size: member.size, crc32: member.crc32, isEncrypted: member.isEncrypted)
    }
}
