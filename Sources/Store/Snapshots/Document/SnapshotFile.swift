import Files
import JSONTree

/// The bytes of a snapshot file: a deterministic gzip file of one canonical JSON document.
package enum SnapshotFile {
    /// The largest file, compressed, in bytes.
    package static let largestFile = 16 << 20
    /// The largest document, in bytes.
    package static let largestDocument = 16 << 20
    /// Levels of objects and lists inside each other: 64 for a camera's answer, and the document around it.
    static let deepestNesting = 80

    /// The bytes of a file that holds the snapshot.
    ///
    /// They are read back before they are given out: what cannot be read again is never written.
    ///
    /// - Throws: ``SnapshotError`` with `.notEncodable` if the snapshot holds an integer that JSON's doubles cannot hold
    ///   exactly, is nested too deeply, is too large, or has an empty address or section name.
    package static func encode(_ snapshot: Snapshot) throws(SnapshotError) -> [UInt8] {
        let name = "snapshot of \(snapshot.camera.address)"
        let document = snapshot.json
        if let place = document.firstInexactNumber {
            throw SnapshotError(.notEncodable, "this number would not be written as it is", in: name, at: place)
        }
        let text = JSONWriter.canonical(document)
        try checkReadable(text, name)
        do throws(GzipFault) {
            let bytes = try Gzip.compress(text)
            guard bytes.count <= largestFile else { throw .tooLarge(limit: largestFile) }
            guard try Gzip.decompress(bytes, limit: largestDocument) == text else {
                throw .damaged("zlib gave back other bytes")
            }
            return bytes
        } catch {
            throw SnapshotError(.notEncodable, error.description, in: name)
        }
    }

    private static func checkReadable(_ text: [UInt8], _ name: String) throws(SnapshotError) {
        do throws(SnapshotError) {
            _ = try Snapshot(readJSON(text, file: name).value, file: name, checkedAgainst: nil)
        } catch {
            throw SnapshotError(.notEncodable, error.detail, in: name, at: error.pointer)
        }
    }

    /// The snapshot in the bytes of a file.
    ///
    /// - Parameter file: what errors call it: a path, or `standard input`.
    /// - Throws: ``SnapshotError`` for everything that ``encode(_:)`` or a newer minor version would not have written.
    package static func decode(_ bytes: [UInt8], file: String) throws(SnapshotError) -> Snapshot {
        guard bytes.count <= largestFile else {
            throw SnapshotError(.tooLarge, "the file is larger than \(largestFile) bytes", in: file)
        }
        let text: [UInt8]
        do throws(GzipFault) {
            text = try Gzip.decompress(bytes, limit: largestDocument)
        } catch {
            throw SnapshotError(error.code, error.description, in: file)
        }
        let document = try readJSON(text, file: file)
        _ = try Snapshot.readVersion(document.value, file: file)
        guard let canonical = CanonicalDocument(document, text: text) else {
            throw SnapshotError(.notCanonical, "the document is not written in canonical JSON (RFC 8785)", in: file)
        }
        return try Snapshot(document.value, file: file, checkedAgainst: canonical)
    }

    private static func readJSON(_ text: [UInt8], file: String) throws(SnapshotError) -> JSONReader.Document {
        do throws(JSONError) {
            return try JSONReader.readStrictDocument(text, limits: .init(bytes: largestDocument, depth: deepestNesting))
        } catch {
            throw SnapshotError(.malformedJSON, "the document is not valid JSON: \(error)", in: file)
        }
    }

    /// The snapshot in a file.
    ///
    /// - Throws: ``SnapshotError``, with `.unreadable` if the file cannot be opened or is not a regular file.
    package static func read(_ path: String) throws(SnapshotError) -> Snapshot {
        try decode(readBytes(path), file: path)
    }

    private static func readBytes(_ path: String) throws(SnapshotError) -> [UInt8] {
        do throws(FileFault) {
            return try OpenFile(reading: path).readAll(limit: largestFile)
        } catch {
            throw SnapshotError(error, file: path)
        }
    }
}

extension SnapshotError {
    init(_ fault: FileFault, file: String) {
        switch fault.kind {
        case .tooLarge(let limit): self.init(.tooLarge, "the file is larger than \(limit) bytes", in: file)
        case .notRegular: self.init(.unreadable, "this is not a regular file", in: file)
        case .system, .openToOthers, .foreignOwner:
            self.init(.unreadable, "cannot read the file: \(fault.reason)", in: file)
        }
    }
}

extension GzipFault {
    fileprivate var code: SnapshotError.Code {
        switch self {
        case .notGzip: .notGzip
        case .truncated: .truncated
        case .damaged, .outOfMemory: .checksum
        case .tooLarge, .bomb: .tooLarge
        case .trailingBytes, .severalMembers: .trailingData
        }
    }
}

extension JSONValue {
    /// The first place of an integer that the canonical form would round, or of a number that no double can hold.
    fileprivate var firstInexactNumber: JSONPointer? {
        switch self {
        case .number(let number):
            guard let canonical = number.canonicalText else { return JSONPointer() }
            let isInteger = !number.text.utf8.contains { byte in ".eE".utf8.contains(byte) }
            guard isInteger else { return nil }
            // "-0" is written as "0".
            let isExact = number.integer.map { $0 == Int(canonical) } ?? false
            return isExact ? nil : JSONPointer()
        case .array(let items):
            for (position, item) in items.enumerated() {
                if let place = item.firstInexactNumber { return JSONPointer([String(position)] + place.steps) }
            }
            return nil
        case .object(let object):
            for (name, member) in object {
                if let place = member.firstInexactNumber { return JSONPointer([name] + place.steps) }
            }
            return nil
        case .null, .bool, .string: return nil
        }
    }
}
