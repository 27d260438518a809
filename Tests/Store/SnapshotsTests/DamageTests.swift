import Cryptography
import JSONTree
import TestSupport
import Testing

@testable import Snapshots

struct DamageTests {
    private let snapshot = Examples.snapshot()

    private func decode(_ bytes: [UInt8]) throws(SnapshotError) -> Snapshot {
        try SnapshotFile.decode(bytes, file: "f.json.gz")
    }

    @Test func everyFlippedByteIsFoundOrHarmless() throws {
        let bytes = try SnapshotFile.encode(snapshot)
        var harmless = 0
        for position in bytes.indices {
            for mask in [1, 2, 4, 8, 16, 32, 64, 128, 255] as [UInt8] {
                var damaged = bytes
                damaged[position] ^= mask
                if let read = try? decode(damaged) {
                    #expect(read == snapshot, "byte \(position), mask \(mask)")
                    harmless += 1
                }
            }
        }
        // The time, the flags and the system in gzip's header say nothing about the document.
        #expect(harmless <= 7 * 9)
    }

    @Test func everyTruncationIsFound() throws {
        let bytes = try SnapshotFile.encode(snapshot)
        for count in bytes.indices {
            let error = #expect(throws: SnapshotError.self) { try decode(Array(bytes.prefix(count))) }
            #expect(error?.code == (count == 0 ? .notGzip : .truncated), "\(count) bytes")
        }
    }

    @Test func randomBytesAreRefused() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255] + bytes }
            #expect(throws: SnapshotError.self) { try decode(bytes) }
            #expect(throws: SnapshotError.self) { try decode(Gzip.compress(bytes)) }
        }
    }

    @Test func whatFollowsTheEndIsRefused() throws {
        let bytes = try SnapshotFile.encode(snapshot)
        for tail in [[0], [0x1F], Array("x\n".utf8), bytes] as [[UInt8]] {
            let error = #expect(throws: SnapshotError.self) { try decode(bytes + tail) }
            #expect(error?.code == .trailingData)
        }
    }

    @Test func bombsAreRefusedWhileInflating() throws {
        let small = try Gzip.compress([UInt8](repeating: 0x20, count: 8 << 20))
        #expect(throws: GzipFault.bomb) { try Gzip.decompress(small, limit: 1 << 30) }
        let error = #expect(throws: SnapshotError.self) { try decode(small) }
        #expect(error?.code == .tooLarge)
    }

    @Test func theLimitIsExact() throws {
        var generator = SeededGenerator(seed: 1)
        let bytes = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let compressed = try Gzip.compress(bytes)
        #expect(try Gzip.decompress(compressed, limit: bytes.count) == bytes)
        #expect(throws: GzipFault.tooLarge(limit: bytes.count - 1)) {
            try Gzip.decompress(compressed, limit: bytes.count - 1)
        }
    }

    @Test func aFileThatIsTooLargeIsRefusedUnread() {
        let error = #expect(throws: SnapshotError.self) {
            try decode([UInt8](repeating: 0, count: SnapshotFile.largestFile + 1))
        }
        #expect(error?.code == .tooLarge)
    }

    // MARK: Hand edits, compressed again

    struct Edit: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let code: SnapshotError.Code
        var testDescription: String { "\(from) → \(to)" }
    }

    @Test(arguments: [
        Edit(from: "\"rtspPort\":554", to: "\"rtspPort\":555", code: .wrongIntegrity),
        Edit(from: "Front door", to: "Back door", code: .wrongIntegrity),
        Edit(from: "ENCRYPTED FILE-----\\n…", to: "ENCRYPTED FILE-----\\nx", code: .wrongIntegrity),
        Edit(from: "\"rtspPort\":554", to: "\"rtspPort\": 554", code: .notCanonical),
        Edit(from: "\"rtspPort\":554", to: "\"rtspPort\":554.0", code: .notCanonical),
        Edit(from: "\"rtspPort\":554", to: "\"rtspPort\":55,4", code: .malformedJSON),
        Edit(from: "\"rtspPort\":554", to: "\"rtspPort\":554,\"rtspPort\":554", code: .malformedJSON),
        Edit(from: "camkeep-snapshot", to: "camkeep-plan", code: .wrongFormat),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":\"2.0\"", code: .unsupportedVersion),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":\"0.9\"", code: .unsupportedVersion),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":\"1\"", code: .content),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":\"01.0\"", code: .content),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":1", code: .content),
        Edit(from: "\"version\":\"1.0\"", to: "\"version\":\"99999999999999999999.0\"", code: .content),
        Edit(from: "sha256:", to: "sha512:", code: .wrongIntegrity),
    ])
    func editsAreFound(edit: Edit) throws {
        let text = String(decoding: JSONWriter.canonical(snapshot.json), as: UTF8.self)
        let range = try #require(text.firstRange(of: edit.from))
        let edited = String(text[..<range.lowerBound]) + edit.to + text[range.upperBound...]
        let error = #expect(throws: SnapshotError.self) { try decode(Gzip.compress(Array(edited.utf8))) }
        #expect(error?.code == edit.code)
        #expect(error?.description.hasPrefix("f.json.gz: ") == true)
    }

    @Test func faultsOfTheJSONNameTheirPosition() throws {
        let error = #expect(throws: SnapshotError.self) { try decode(Gzip.compress(Array("{\"format\":}".utf8))) }
        #expect(error?.detail.contains("line 1, column 11") == true)
    }

    @Test func otherJSONIsNoSnapshot() throws {
        for text in ["{}", "[]", "null", "{\"format\":\"x\"}"] {
            let error = #expect(throws: SnapshotError.self) { try decode(Gzip.compress(Array(text.utf8))) }
            #expect(error?.code == .wrongFormat)
        }
    }

    // An edit that also makes the integrity fit is a new document; its digest must fit too.
    @Test func aWrongDigestIsFound() throws {
        let document = snapshot.json.replacing(["sections", "network/port", "config", "rtspPort"], with: 555)
        let error = #expect(throws: SnapshotError.self) { try Snapshot(document.withIntegrity, file: "f") }
        #expect(error?.code == .wrongDigest)
    }
}
