import TestSupport
import Testing

@testable import Snapshots

/// Zip archives, built byte by byte.
enum ZipExamples {
    struct File {
        var name: [UInt8]
        var content: [UInt8] = Array("content".utf8)
        var crc32: UInt32 = 0x1234_5678
        var flags = 0
        var extra: [UInt8] = []
    }

    static func number(_ value: Int, _ byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func archive(_ files: [File], comment: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let common =
                number(20, 2) + number(file.flags, 2) + number(0, 2) + number(0, 4) + number(Int(file.crc32), 4)
                + number(file.content.count, 4) + number(file.content.count, 4) + number(file.name.count, 2)
            directory +=
                [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(file.extra.count, 2) + number(0, 2)
                + number(0, 2) + number(0, 2) + number(0, 4) + number(bytes.count, 4) + file.name + file.extra
            bytes += [0x50, 0x4B, 3, 4] + common + number(0, 2) + file.name + file.content
        }
        let end =
            [0x50, 0x4B, 5, 6] + number(0, 4) + number(files.count, 2) + number(files.count, 2)
            + number(directory.count, 4) + number(bytes.count, 4) + number(comment.count, 2) + comment
        return bytes + directory + end
    }

    static let encrypted = archive([File(name: Array("params/config.db".utf8), flags: 1)])

    /// What Info-ZIP 3.0 makes of the files `a.txt` ("hello\n", stored) and `d/ü.txt` (100 zeros, deflated).
    static let infoZip: [UInt8] = [
        0x50, 0x4B, 0x03, 0x04, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x27, 0x7A, 0x76, 0x5D, 0x20, 0x30, 0x3A, 0x36,
        0x06, 0x00,
        0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x61, 0x2E, 0x74, 0x78, 0x74, 0x68, 0x65, 0x6C,
        0x6C, 0x6F,
        0x0A, 0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x02, 0x00, 0x08, 0x00, 0x27, 0x7A, 0x76, 0x5D, 0xCA, 0xC6, 0x88,
        0x99, 0x06,
        0x00, 0x00, 0x00, 0x64, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x64, 0x2F, 0xC3, 0xBC, 0x2E, 0x74, 0x78,
        0x74, 0x63,
        0x60, 0xA0, 0x3D, 0x00, 0x00, 0x50, 0x4B, 0x01, 0x02, 0x1E, 0x03, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x27,
        0x7A, 0x76,
        0x5D, 0x20, 0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0xA4, 0x81, 0x00, 0x00, 0x00, 0x00, 0x61, 0x2E, 0x74, 0x78, 0x74, 0x50, 0x4B,
        0x01, 0x02,
        0x1E, 0x03, 0x14, 0x00, 0x02, 0x00, 0x08, 0x00, 0x27, 0x7A, 0x76, 0x5D, 0xCA, 0xC6, 0x88, 0x99, 0x06, 0x00,
        0x00, 0x00,
        0x64, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xA4, 0x81,
        0x29, 0x00,
        0x00, 0x00, 0x64, 0x2F, 0xC3, 0xBC, 0x2E, 0x74, 0x78, 0x74, 0x50, 0x4B, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00,
        0x02, 0x00,
        0x02, 0x00, 0x69, 0x00, 0x00, 0x00, 0x55, 0x00, 0x00, 0x00, 0x00, 0x00,
    ]
}

struct ZipListingTests {
    @Test func aRealArchiveIsListed() throws {
        let members = try ZipListing(ZipExamples.infoZip).members
        #expect(members.map(\.name) == ["a.txt", "d/ü.txt"])
        #expect(members.map(\.size) == [6, 100])
        #expect(members.map(\.crc32) == [0x363A_3020, 0x9988_C6CA])
        #expect(members.map(\.isEncrypted) == [false, false])
        #expect(members.first?.compressedSize == 6)
    }

    @Test func encryptionIsNoted() throws {
        #expect(try ZipListing(ZipExamples.encrypted).members.map(\.isEncrypted) == [true])
    }

    @Test func anEmptyArchiveAndACommentAreFine() throws {
        #expect(try ZipListing(ZipExamples.archive([])).members.isEmpty)
        // The comment looks like the end of another archive.
        let comment = Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 1, count: 40)
        let archive = ZipExamples.archive([.init(name: [0x61])], comment: comment)
        #expect(try ZipListing(archive).members.map(\.name) == ["a"])
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x5C], "a\\xff\\x5c"), (Array("密码".utf8), "密码"), ([0xC3, 0x28], "\\xc3("), ([], ""),
            ([0x80, 0x0A], "\\x80\\x0a"), (Array("../../etc/passwd".utf8), "../../etc/passwd"),
        ] as [([UInt8], String)])
    func namesAreTextOrEscaped(bytes: [UInt8], name: String) throws {
        #expect(try ZipListing(ZipExamples.archive([.init(name: bytes)])).members.map(\.name) == [name])
    }

    @Test func noZipIsSaidToBeNone() {
        for bytes in [[], Array("hello".utf8), [UInt8](repeating: 0, count: 70_000)] {
            let error = #expect(throws: ZipError.self) { try ZipListing(bytes) }
            #expect(error?.code == .notZip)
        }
    }

    @Test func limitsHold() {
        let files = [ZipExamples.File](repeating: .init(name: Array("abc".utf8)), count: 5)
        var few = ZipListing.Limits()
        few.members = 4
        var short = ZipListing.Limits()
        short.nameBytes = 14
        for limits in [few, short] {
            let error = #expect(throws: ZipError.self) { try ZipListing(ZipExamples.archive(files), limits: limits) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test func zip64IsRefused() {
        var bytes = ZipExamples.archive([.init(name: [0x61])])
        bytes.replaceSubrange(bytes.count - 6..<bytes.count - 2, with: [255, 255, 255, 255])
        let error = #expect(throws: ZipError.self) { try ZipListing(bytes) }
        #expect(error?.code == .unsupported)
    }

    @Test func damageNeverEndsInMoreThanAnError() {
        let archive = ZipExamples.archive([
            .init(name: Array("one".utf8)), .init(name: Array("two".utf8), extra: [1, 2]),
        ])
        for position in archive.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = archive
                damaged[position] = value
                if let listing = try? ZipListing(damaged) { #expect(listing.members.count <= 2) }
            }
            #expect(throws: ZipError.self) { try ZipListing(Array(archive.prefix(position))) }
        }
    }

    @Test func randomBytesBehindAnEndAreHarmless() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let body = (0..<80).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let count = Int.random(in: 0...3, using: &generator)
            let end =
                [0x50, 0x4B, 5, 6] + ZipExamples.number(0, 4) + ZipExamples.number(count, 2)
                + ZipExamples.number(count, 2) + ZipExamples.number(Int.random(in: 0...90, using: &generator), 4)
                + ZipExamples.number(Int.random(in: 0...90, using: &generator), 4) + [0, 0]
            _ = try? ZipListing([0x50, 0x4B, 1, 2] + body + end)
        }
    }

    @Test func aCamerasNameForItNeverBecomesAPath() {
        let archive = ExportRecord.Archive(fileName: "../../../etc/cron.d/x", bytes: ZipExamples.encrypted)
        #expect(archive.fileName == "../../../etc/cron.d/x")
        #expect(archive.stored == nil)
        #expect(archive.size == ZipExamples.encrypted.count)
    }
}
