import Foundation
import JSONTree
import Testing

@testable import Snapshots

struct SnapshotFileTests {
    @Test(arguments: 0..<60)
    func whatIsWrittenIsRead(seed: Int) throws {
        let snapshot = Examples.random(seed: UInt64(seed))
        let bytes = try SnapshotFile.encode(snapshot)
        #expect(try SnapshotFile.decode(bytes, file: "f") == snapshot)
    }

    @Test func equalSnapshotsGiveEqualBytes() throws {
        let snapshot = Examples.snapshot()
        #expect(
            try SnapshotFile.encode(snapshot)
                == SnapshotFile.encode(SnapshotFile.decode(SnapshotFile.encode(snapshot), file: "f")))
    }

    @Test func theHeaderHasNoNameAndNoTime() throws {
        let bytes = try SnapshotFile.encode(Examples.snapshot())
        #expect(bytes.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])
    }

    @Test func anotherGzipOfTheSameDocumentIsRead() throws {
        let snapshot = Examples.snapshot()
        var bytes = try SnapshotFile.encode(snapshot)
        // A time and another system in the header, as from `gzip`.
        bytes.replaceSubrange(4..<10, with: [1, 2, 3, 4, 0, 3])
        #expect(try SnapshotFile.decode(bytes, file: "f") == snapshot)
    }

    @Test(arguments: ["9007199254740993", "12345678901234567890", "-99999999999999999999999"])
    func aNumberThatWouldBeRoundedIsNotWritten(number: String) throws {
        let value = try JSONReader.readStrictly(Array("[0,\(number)]".utf8), limits: .init(bytes: 100, depth: 4))
        var snapshot = Examples.snapshot()
        snapshot.sections["a"] = SectionRecord(config: value)
        let error = #expect(throws: SnapshotError.self) { try SnapshotFile.encode(snapshot) }
        #expect(error?.code == .notEncodable)
        #expect(error?.pointer?.description == "/sections/a/config/1")
    }

    @Test func whatCouldNotBeReadAgainIsNotWritten() {
        var snapshot = Examples.snapshot()
        snapshot.sections["deep"] = SectionRecord(config: (0..<90).reduce(JSONValue.null) { value, _ in [value] })
        let error = #expect(throws: SnapshotError.self) { try SnapshotFile.encode(snapshot) }
        #expect(error?.code == .notEncodable)
    }

    @Test func whatTheReaderRefusesIsNotWritten() {
        var unnamed = Examples.snapshot()
        unnamed.sections[""] = SectionRecord(config: 1)
        for snapshot in [Examples.snapshot(address: ""), unnamed] {
            let error = #expect(throws: SnapshotError.self) { try SnapshotFile.encode(snapshot) }
            #expect(error?.code == .notEncodable)
        }
    }

    @Test func aMissingFileAndAFolderAreUnreadable() throws {
        let folder = try ScratchFolder()
        for path in [folder.path + "/none.json.gz", folder.path] {
            let error = #expect(throws: SnapshotError.self) { try SnapshotFile.read(path) }
            #expect(error?.code == .unreadable)
            #expect(error?.file == path)
        }
    }

    // A pipe without a writer must not hold the program up.
    @Test func aPipeIsRefusedAtOnce() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SnapshotError.self) { try SnapshotFile.read(path) }
        #expect(error?.code == .unreadable)
    }
}
