package import Cryptography
import JSONTree

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

extension ExportRecord {
    var json: JSONValue {
        var object = JSONObject()
        status.write(to: &object)
        guard let archive else { return .object(object) }
        object["filename"] = .string(archive.fileName)
        object["size"] = .integer(archive.size)
        object["sha256"] = .string(archive.digest.hexDigits)
        switch archive.contents {
        case .members(let members): object["members"] = .array(members.map(\.json))
        case .unlisted(let reason): object["unlisted"] = .string(reason)
        }
        object["stored"] = archive.stored.map { .string($0.fileName) }
        object["sealed"] = (archive.stored?.sealed?.text).map(JSONValue.string)
        return .object(object)
    }

    init(_ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context) throws(SnapshotError) {
        var reader = try ObjectReader(value, at: pointer, context)
        status = try RecordStatus(&reader)
        archive = status == .ok ? try Archive(&reader) : nil
        try reader.finish()
    }
}

extension ExportRecord.Archive {
    init(_ reader: inout ObjectReader) throws(SnapshotError) {
        let fileName = try reader.text("filename")
        let size = try reader.size("size")
        guard let digest = try ContentDigest("sha256:" + reader.text("sha256")) else {
            throw reader.error("expected 64 lower-case hexadecimal digits", at: "sha256")
        }
        let contents = try Self.readContents(&reader)
        let stored = try StoredArchive(&reader)
        self.init(fileName: fileName, size: size, digest: digest, contents: contents, stored: stored)
    }

    private static func readContents(_ reader: inout ObjectReader) throws(SnapshotError) -> ExportRecord.Contents {
        let unlisted = try reader.optionalText("unlisted")
        guard let items = try reader.optionalList("members") else {
            guard let unlisted else { throw reader.error("this member is missing", at: "members") }
            return .unlisted(reason: unlisted)
        }
        guard unlisted == nil else { throw reader.error("an archive is either listed or not", at: "unlisted") }
        let pointer = reader.pointer.appending("members")
        var members: [ExportRecord.Member] = []
        for (position, item) in items.enumerated() {
            try members.append(ExportRecord.Member(item, at: pointer.appending(position), reader.context))
        }
        return .members(members)
    }
}

extension ExportRecord.Member {
    fileprivate var json: JSONValue {
        var object = JSONObject([
            ("name", .string(name)), ("size", .integer(size)),
            ("crc32", .string(HexEncoding.encode((0..<4).map { UInt8(truncatingIfNeeded: crc32 >> (24 - 8 * $0)) }))),
        ])
        if isEncrypted { object["encrypted"] = true }
        return .object(object)
    }

    fileprivate init(
        _ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context
    ) throws(SnapshotError) {
        var reader = try ObjectReader(value, at: pointer, context)
        let name = try reader.text("name")
        let size = try reader.size("size")
        guard let bytes = try HexEncoding.decode(reader.text("crc32")), bytes.count == 4 else {
            throw reader.error("expected eight lower-case hexadecimal digits", at: "crc32")
        }
        let encrypted = reader.optional("encrypted")
        guard encrypted == nil || encrypted == true else {
            throw reader.error("only true is written", at: "encrypted")
        }
        try reader.finish()
        self.init(
            name: name, size: size, crc32: bytes.reduce(0) { $0 << 8 | UInt32($1) }, isEncrypted: encrypted != nil)
    }
}
