/// The members of a zip archive, read off its central directory (PKWARE APPNOTE 4.3.12, 4.3.16).
///
/// It lists and never extracts: the archive comes from a camera and is not trusted.
package struct ZipListing: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        /// The name if it is UTF-8; else printable ASCII, with every other byte and the backslash written `\xNN`.
        package let name: String
        /// Uncompressed, in bytes, as the archive says.
        package let size: Int
        package let compressedSize: Int
        package let crc32: UInt32
        package let isEncrypted: Bool
    }

    /// Bounds of what is listed.
    package struct Limits: Sendable {
        package var members = 4_096
        /// Of all names together.
        package var nameBytes = 256 << 10

        package init() {}
    }

    /// In the order of the central directory.
    package let members: [Member]

    /// - Throws: ``ZipError`` if the bytes are no zip archive, contradict themselves, exceed the limits,
    ///   or use zip64 or several parts.
    package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(ZipError) {
        let end = try Self.findEnd(bytes)
        guard end.memberCount <= limits.members else {
            throw ZipError(.tooLarge, "the zip archive has more than \(limits.members) members")
        }
        var position = end.directoryStart
        var nameBytesLeft = limits.nameBytes
        var members: [Member] = []
        for _ in 0..<end.memberCount {
            let entry = try Entry(bytes, at: position, directoryEnd: end.directoryEnd)
            nameBytesLeft -= entry.nameRange.count
            guard nameBytesLeft >= 0 else {
                throw ZipError(.tooLarge, "the names in the zip archive are longer than \(limits.nameBytes) bytes")
            }
            try entry.checkLocalHeader(bytes, directoryStart: end.directoryStart)
            members.append(entry.member(bytes))
            position = entry.end
        }
        guard position == end.directoryEnd else {
            throw ZipError(.malformed, "the zip archive's directory has more entries than it says")
        }
        self.members = members
    }

    // MARK: End of the central directory

    private struct End {
        let memberCount: Int
        let directoryStart: Int
        let directoryEnd: Int
    }

    private static let endByteCount = 22

    /// The record whose comment ends with the file, looked for from the back.
    private static func findEnd(_ bytes: [UInt8]) throws(ZipError) -> End {
        let first = max(0, bytes.count - endByteCount - 0xFFFF)
        var position = bytes.count - endByteCount
        while position >= first {
            if bytes.number(position, 4) == 0x0605_4B50,
                position + endByteCount + bytes.number(position + 20, 2) == bytes.count
            {
                return try readEnd(bytes, at: position)
            }
            position -= 1
        }
        throw ZipError(.notZip, "this is not a zip archive, or it is truncated")
    }

    private static func readEnd(_ bytes: [UInt8], at position: Int) throws(ZipError) -> End {
        let memberCount = bytes.number(position + 10, 2)
        let size = bytes.number(position + 12, 4)
        let start = bytes.number(position + 16, 4)
        guard memberCount != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
            throw ZipError(.unsupported, "the zip archive uses zip64")
        }
        guard bytes.number(position + 4, 2) == 0, bytes.number(position + 6, 2) == 0,
            bytes.number(position + 8, 2) == memberCount
        else { throw ZipError(.unsupported, "the zip archive is one part of several") }
        guard start + size <= position else {
            throw ZipError(.malformed, "the zip archive's directory lies outside the file")
        }
        return End(memberCount: memberCount, directoryStart: start, directoryEnd: start + size)
    }

    // MARK: Entries of the central directory

    private struct Entry {
        let position: Int
        let nameRange: Range<Int>
        let end: Int

        private static let fixedByteCount = 46

        init(_ bytes: [UInt8], at position: Int, directoryEnd: Int) throws(ZipError) {
            guard position + Self.fixedByteCount <= directoryEnd, bytes.number(position, 4) == 0x0201_4B50 else {
                throw ZipError(.malformed, "the zip archive's directory has fewer entries than it says")
            }
            self.position = position
            let nameStart = position + Self.fixedByteCount
            let nameEnd = nameStart + bytes.number(position + 28, 2)
            end = nameEnd + bytes.number(position + 30, 2) + bytes.number(position + 32, 2)
            guard end <= directoryEnd else {
                throw ZipError(.malformed, "an entry of the zip archive's directory is longer than the directory")
            }
            nameRange = nameStart..<nameEnd
        }

        func checkLocalHeader(_ bytes: [UInt8], directoryStart: Int) throws(ZipError) {
            let compressedSize = bytes.number(position + 20, 4)
            let size = bytes.number(position + 24, 4)
            let start = bytes.number(position + 42, 4)
            guard compressedSize != 0xFFFF_FFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
                throw ZipError(.unsupported, "the zip archive uses zip64")
            }
            guard bytes.number(position + 34, 2) == 0 else {
                throw ZipError(.unsupported, "the zip archive is one part of several")
            }
            let localHeaderByteCount = 30
            guard start + localHeaderByteCount + compressedSize <= directoryStart,
                bytes.number(start, 4) == 0x0403_4B50
            else { throw ZipError(.malformed, "a member of the zip archive lies outside the file") }
        }

        func member(_ bytes: [UInt8]) -> Member {
            Member(
                name: ZipListing.name(bytes[nameRange]), size: bytes.number(position + 24, 4),
                compressedSize: bytes.number(position + 20, 4),
                crc32: UInt32(truncatingIfNeeded: bytes.number(position + 16, 4)),
                isEncrypted: bytes.number(position + 8, 2) & 1 != 0)
        }
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        if let name = String(validating: bytes, as: UTF8.self) { return name }
        return bytes.map { byte in
            guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\") else {
                let digits = String(byte, radix: 16)
                return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
            return String(Character(Unicode.Scalar(byte)))
        }.joined()
    }
}

extension [UInt8] {
    /// The little-endian number of up to four bytes at that place; 0 beyond the end.
    fileprivate func number(_ position: Int, _ byteCount: Int) -> Int {
        guard position >= 0, position + byteCount <= count else { return 0 }
        return self[position..<position + byteCount].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Why a zip archive cannot be listed.
package struct ZipError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// There is no end of a central directory: no zip archive, or a truncated one.
        case notZip
        /// The parts contradict each other or lie outside the file.
        case malformed
        /// More members, or longer names, than a camera's archive has.
        case tooLarge
        /// Zip64 or an archive in several parts.
        case unsupported
    }

    package let code: Code
    package let detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension ZipError: CustomStringConvertible {
    package var description: String { detail }
}
