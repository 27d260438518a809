/// A zip file whose members are stored without compression: what the simulated camera exports and imports.
///
/// Equal members give equal bytes: every member is dated 1 January 1980.
enum StoredZip {
    struct Member: Sendable, Hashable {
        var name: String
        var bytes: [UInt8]
    }

    private static let localSignature: UInt32 = 0x0403_4B50
    private static let centralSignature: UInt32 = 0x0201_4B50
    private static let endSignature: UInt32 = 0x0605_4B50
    private static let firstDay: UInt16 = 0x0021
    private static let utf8Names: UInt16 = 0x0800

    static func write(_ members: [Member]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = UInt32(clamping: file.count)
            let name = Array(member.name.utf8)
            var common: [UInt8] = []
            common.append(little: UInt16(20))
            common.append(little: utf8Names)
            common.append(little: UInt16(0))
            common.append(little: UInt16(0))
            common.append(little: firstDay)
            common.append(little: CRC32.checksum(of: member.bytes))
            common.append(little: UInt32(clamping: member.bytes.count))
            common.append(little: UInt32(clamping: member.bytes.count))
            common.append(little: UInt16(clamping: name.count))
            common.append(little: UInt16(0))
            file.append(little: localSignature)
            file += common + name + member.bytes
            directory.append(little: centralSignature)
            directory.append(little: UInt16(20))
            directory += common
            // Comment length, disk, internal and external attributes.
            directory += [UInt8](repeating: 0, count: 10)
            directory.append(little: offset)
            directory += name
        }
        let directoryOffset = UInt32(clamping: file.count)
        file += directory
        file.append(little: endSignature)
        file.append(little: UInt32(0))
        file.append(little: UInt16(clamping: members.count))
        file.append(little: UInt16(clamping: members.count))
        file.append(little: UInt32(clamping: directory.count))
        file.append(little: directoryOffset)
        file.append(little: UInt16(0))
        return file
    }

    /// Nil unless the bytes are a whole stored zip file with right checksums.
    static func read(_ bytes: [UInt8]) -> [Member]? {
        var members: [Member] = []
        var position = 0
        while bytes.little32(at: position) == localSignature {
            guard let method = bytes.little16(at: position + 8), method == 0,
                let checksum = bytes.little32(at: position + 14),
                let size = bytes.little32(at: position + 18), let nameLength = bytes.little16(at: position + 26),
                let extraLength = bytes.little16(at: position + 28)
            else { return nil }
            let nameStart = position + 30
            let dataStart = nameStart + Int(nameLength) + Int(extraLength)
            let end = dataStart + Int(size)
            guard end <= bytes.count,
                let name = String(validating: bytes[nameStart..<nameStart + Int(nameLength)], as: UTF8.self)
            else { return nil }
            let content = Array(bytes[dataStart..<end])
            guard CRC32.checksum(of: content) == checksum else { return nil }
            members.append(Member(name: name, bytes: content))
            position = end
        }
        guard bytes.little32(at: position) == centralSignature,
            bytes.count >= 22, bytes.little32(at: bytes.count - 22) == endSignature,
            bytes.little16(at: bytes.count - 12).map(Int.init) == members.count
        else { return nil }
        return members
    }
}

extension [UInt8] {
    fileprivate mutating func append(little value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate func little16(at position: Int) -> UInt16? {
        guard position >= 0, position + 2 <= count else { return nil }
        return UInt16(self[position]) | UInt16(self[position + 1]) << 8
    }

    fileprivate func little32(at position: Int) -> UInt32? {
        guard let low = little16(at: position), let high = little16(at: position + 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }
}

/// The checksum of zip files (ISO 3309; zip application note 4.4.7).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }

    static func checksum(of bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8)
        }
        return value ^ 0xFFFF_FFFF
    }
}
