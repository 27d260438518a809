import Cryptography
import JSONTree

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
