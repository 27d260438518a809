import Cryptography
import Files
import Foundation
import JSONTree
import Testing

@testable import Snapshots

struct SnapshotStoreTests {
    private let scratch: ScratchFolder
    private let store: SnapshotStore

    init() throws {
        scratch = try ScratchFolder()
        store = SnapshotStore(path: scratch.path + "/deep/store")
    }

    private func time(_ seconds: Int) -> SnapshotTime {
        SnapshotTime(secondsSince1970: Examples.time.secondsSince1970 + seconds)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func aSnapshotIsKeptUnderItsTimeForItsOwnerAlone() throws {
        let result = try store.save(Examples.snapshot())
        guard case .saved(let entry) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(entry.path == store.path + "/192.168.1.10/2026-11-22T143506Z.json.gz")
        #expect(entry.reference == "192.168.1.10@2026-11-22T143506Z")
        #expect(try store.load(entry) == Examples.snapshot())
        #expect(try store.list() == [entry])
        #expect(try mode(entry.path) == 0o600)
        #expect(try mode(store.path + "/192.168.1.10") == 0o700)
        #expect(
            try scratch.files() == [
                "deep", "deep/store", "deep/store/.lock", "deep/store/192.168.1.10",
                "deep/store/192.168.1.10/2026-11-22T143506Z.json.gz",
            ])
    }

    @Test func anUnchangedCameraIsOnlyNoted() throws {
        let first = try store.save(Examples.snapshot()).entry
        for number in 1...3 {
            let result = try store.save(Examples.snapshot(taken: time(number * 60), clock: "moved \(number)"))
            guard case .unchanged(let entry) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(entry.name == first.name)
            #expect(entry.seenAgain == .init(last: time(number * 60), count: number))
        }
        #expect(try store.list().map(\.seenAgain?.count) == [3])
    }

    enum Change: CaseIterable {
        case setting, firmware, status, newSection, schema
    }

    @Test(arguments: Change.allCases)
    func aChangedCameraGetsANewFile(change: Change) throws {
        _ = try store.save(Examples.snapshot())
        var changed = Examples.snapshot(taken: time(60), port: change == .setting ? 555 : 554)
        switch change {
        case .setting: break
        case .firmware: changed.camera.firmware = "1.2.4"
        case .status: changed.sections["storage/disk"] = SectionRecord(unsupported: "code 203")
        case .newSection: changed.sections["new"] = SectionRecord(failed: "x")
        case .schema: changed.schema = ContentDigest(of: [1])
        }
        #expect(try store.save(changed).entry.taken == time(60))
        #expect(try store.list().map(\.taken) == [time(60), time(0)])
    }

    @Test func anotherReasonOfAFailureIsNoChange() throws {
        _ = try store.save(Examples.snapshot())
        var again = Examples.snapshot(taken: time(1))
        again.sections["storage/disk"] = SectionRecord(failed: "it took 10.2 s")
        #expect(try store.save(again).entry.seenAgain?.count == 1)
    }

    @Test func twoOfTheSameSecondAreNumbered() throws {
        for port in 1...3 { _ = try store.save(Examples.snapshot(port: port)) }
        #expect(
            try store.list().map(\.name.description) == [
                "2026-11-22T143506Z-3", "2026-11-22T143506Z-2", "2026-11-22T143506Z",
            ])
    }

    @Test func aDamagedNewestIsNotTakenForAnEqualOne() throws {
        let first = try store.save(Examples.snapshot()).entry
        try Data([1, 2, 3]).write(to: URL(filePath: first.path))
        #expect(try store.save(Examples.snapshot(taken: time(1))).entry.name != first.name)
        #expect(try store.list().count == 2)
    }

    @Test func leftoversOfKilledRunsAreSwept() throws {
        _ = try store.save(Examples.snapshot())
        _ = try scratch.write([1], "deep/store/192.168.1.10/.tmp-99-abc")
        #expect(try store.list().count == 1)
        _ = try store.save(Examples.snapshot(taken: time(1)))
        #expect(try !scratch.files().contains { $0.contains(".tmp-") })
    }

    @Test func otherFilesAreLeftAlone() throws {
        _ = try store.save(Examples.snapshot())
        for name in ["notes.txt", "2026-11-22T143506Z.json", "2026-13-22T143506Z.json.gz"] {
            _ = try scratch.write([1], "deep/store/192.168.1.10/" + name)
        }
        _ = try scratch.write([1], "deep/store/README")
        try FileManager.default.createDirectory(
            atPath: store.path + "/192.168.1.10/2026-11-22T143507Z.json.gz", withIntermediateDirectories: false)
        #expect(try store.list().count == 1)
        #expect(try store.cameras() == ["192.168.1.10"])
        _ = try store.save(Examples.snapshot(taken: time(1), port: 1))
        // The folder has the name that would have been next.
        #expect(try store.list().map(\.name.number) == [2, 1])
        #expect(try scratch.files().contains("deep/store/192.168.1.10/notes.txt"))
    }

    @Test func damagedNotesCountAsNone() throws {
        _ = try store.save(Examples.snapshot())
        for text in [
            "", "{", "[]", "{\"seen\":{\"x\":1,\"2026-11-22T143506Z.json.gz\":{\"count\":-1,\"last\":\"x\"}}}",
        ] {
            _ = try scratch.write(Array(text.utf8), "deep/store/192.168.1.10/seen.json")
            #expect(try store.list().map(\.seenAgain) == [nil])
            #expect(try store.save(Examples.snapshot(taken: time(1))).entry.seenAgain?.count == 1)
        }
    }

    @Test func camerasHaveFoldersOfTheirOwn() throws {
        for address in ["b", "a:8080", "../../x", "[fe80::1]"] {
            _ = try store.save(Examples.snapshot(address: address))
        }
        #expect(try store.cameras().count == 4)
        #expect(try store.list().count == 4)
        #expect(try store.list("http://a:8080/").map(\.camera) == ["a_8080"])
        #expect(try store.list("../../x").count == 1)
        #expect(try store.list("nobody").isEmpty)
        #expect(try scratch.files().allSatisfy { $0 == "deep" || $0.hasPrefix("deep/store") })
    }

    // MARK: Vendor archives

    @Test func anArchiveIsKeptUnderOurName() throws {
        let bytes = ZipExamples.encrypted
        var snapshot = Examples.snapshot()
        snapshot.export = ExportRecord(.init(fileName: "../../evil.zip", bytes: bytes))
        let entry = try store.save(snapshot, archive: .clear(bytes)).entry
        #expect(try scratch.read("deep/store/192.168.1.10/2026-11-22T143506Z.vendor.zip") == bytes)
        #expect(try store.load(entry).export?.archive?.stored?.fileName == "2026-11-22T143506Z.vendor.zip")
        #expect(store.verify(entry).isIntact)
        #expect(try !scratch.files().contains { $0.contains("evil") })
    }

    @Test func anArchiveThatTheNewestLacksIsKept() throws {
        var snapshot = Examples.snapshot()
        snapshot.export = ExportRecord(.init(fileName: "p.zip", bytes: [1]))
        _ = try store.save(snapshot)
        snapshot.taken = time(1)
        guard case .saved = try store.save(snapshot, archive: .clear([1])) else {
            Issue.record("the archive was not kept")
            return
        }
        snapshot.taken = time(2)
        guard case .unchanged = try store.save(snapshot, archive: .clear([1])) else {
            Issue.record("the archive was kept twice")
            return
        }
    }

    @Test func aSealedArchiveIsKeptAndCheckedWithoutBeingOpened() throws {
        var snapshot = Examples.snapshot()
        snapshot.export = ExportRecord(.init(fileName: "p.zip", bytes: [1, 2, 3]))
        let entry = try store.save(snapshot, archive: .sealed([7, 8])).entry
        let file = "deep/store/192.168.1.10/2026-11-22T143506Z.vendor.zip.age"
        #expect(try scratch.read(file) == [7, 8])
        #expect(store.verify(entry).archive == .intact)
        _ = try scratch.write([7, 9], file)
        #expect(store.verify(entry).archive == .differs)
    }

    @Test func sealedSecretsThatTheNewestLacksAreKept() throws {
        var snapshot = Examples.snapshot()
        let part = snapshot.sealed
        snapshot.sealed = nil
        _ = try store.save(snapshot)
        snapshot.taken = time(1)
        snapshot.sealed = part
        guard case .saved = try store.save(snapshot) else {
            Issue.record("the secrets were not kept")
            return
        }
        snapshot.taken = time(2)
        guard case .unchanged = try store.save(snapshot) else {
            Issue.record("the same secrets were kept twice")
            return
        }
    }

    @Test func anotherArchiveIsRefused() throws {
        let error = #expect(throws: SnapshotStoreError.self) {
            try store.save(Examples.snapshot(), archive: .clear([9]))
        }
        #expect(error?.code == .wrongArchive)
        #expect(throws: SnapshotStoreError.self) { try store.list() }
    }

    @Test func verifyingFindsWhatIsWrong() throws {
        var snapshot = Examples.snapshot()
        snapshot.export = ExportRecord(.init(fileName: "p.zip", bytes: [1, 2]))
        let entry = try store.save(snapshot, archive: .clear([1, 2])).entry
        let archive = "deep/store/192.168.1.10/2026-11-22T143506Z.vendor.zip"
        #expect(store.verify(entry).faults.isEmpty)
        _ = try scratch.write([1, 3], archive)
        #expect(store.verify(entry).archive == .differs)
        try FileManager.default.removeItem(atPath: scratch.path + "/" + archive)
        #expect(store.verify(entry).archive == .missing)
        #expect(!store.verify(entry).isIntact)
        #expect(store.verify(entry).faults.count == 1)

        let file = "deep/store/192.168.1.10/2026-11-22T143506Z.json.gz"
        let renamed = try scratch.write(scratch.read(file), "deep/store/192.168.1.10/2026-11-23T000000Z.json.gz")
        let misnamed = try #require(try store.list().first { $0.path == renamed })
        #expect(!store.verify(misnamed).isNamedAfterItsTime)

        _ = try scratch.write(scratch.read(file).dropLast(1) + [0xFF], file)
        let damaged = store.verify(entry)
        #expect(throws: SnapshotError.self) { try damaged.snapshot.get() }
        #expect(damaged.faults.count == 1)
    }

    // MARK: Where nothing can be written

    @Test func aStoreThatIsNotThereIsMissing() {
        let error = #expect(throws: SnapshotStoreError.self) { try store.list() }
        #expect(error?.code == .missing)
        #expect(error?.path == store.path)
    }

    @Test(arguments: ["file", "file/below"])
    func aFileInPlaceOfTheStoreIsSaid(name: String) throws {
        _ = try scratch.write([1], "file")
        let store = SnapshotStore(path: scratch.path + "/" + name)
        let error = #expect(throws: SnapshotStoreError.self) { try store.save(Examples.snapshot()) }
        #expect(error?.code == .notAFolder)
        #expect(throws: SnapshotStoreError.self) { try store.list() }
    }

    @Test func aLinkInPlaceOfACamerasFolderIsNotFollowed() throws {
        let outside = scratch.path + "/outside"
        for folder in [outside, store.path] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: store.path + "/192.168.1.10", withDestinationPath: outside)
        let error = #expect(throws: SnapshotStoreError.self) { try store.save(Examples.snapshot()) }
        #expect(error?.code == .notAFolder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }

    @Test func aSnapshotThatCannotBeWrittenLeavesNothing() throws {
        _ = try store.save(Examples.snapshot())
        let before = try scratch.files()
        var broken = Examples.snapshot(taken: time(1), port: 1)
        broken.sections["deep"] = SectionRecord(config: (0..<90).reduce(JSONValue.null) { value, _ in [value] })
        #expect(throws: SnapshotError.self) { try store.save(broken) }
        #expect(try scratch.files() == before)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
    func aReadOnlyStoreIsSaid() throws {
        _ = try store.save(Examples.snapshot())
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: store.path + "/192.168.1.10")
        defer {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: store.path + "/192.168.1.10")
        }
        let error = #expect(throws: SnapshotStoreError.self) { try store.save(Examples.snapshot(port: 1)) }
        #expect(error?.code == .notWritable)
    }

    @Test(
        arguments: [
            (ENOSPC, .full), (EDQUOT, .full), (EROFS, .notWritable), (EACCES, .notWritable), (ENOTDIR, .notAFolder),
            (ENOENT, .missing), (EIO, .system),
        ] as [(Int32, SnapshotStoreError.Code)])
    func failuresOfTheSystemAreSaidInWords(code: Int32, expected: SnapshotStoreError.Code) {
        let error = SnapshotStoreError(FileFault(kind: .system(code: code)), at: "/store", cannot: "write the snapshot")
        #expect(error.code == expected)
        #expect(error.description.hasPrefix("/store: cannot write the snapshot: "))
    }

    // MARK: The lock

    @Test func anotherWriterIsWaitedForAndNamed() throws {
        _ = try store.save(Examples.snapshot())
        let descriptor = open(store.path + "/.lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX) == 0)
        _ = "process 4711 on host\u{1B}[31m".withCString { write(descriptor, $0, strlen($0)) }
        let error = #expect(throws: SnapshotStoreError.self) {
            try store.save(Examples.snapshot(port: 1), waiting: .milliseconds(50))
        }
        #expect(error?.code == .locked)
        #expect(error?.detail.contains("process 4711 on host[31m") == true)
        #expect(try store.list().count == 1)
        close(descriptor)
        #expect(try store.save(Examples.snapshot(port: 1), waiting: .milliseconds(50)).entry.name.number == 2)
    }

    @Test func concurrentSaversKeepEverySnapshotOnce() async throws {
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    // Alternating settings: some are new, some are seen again, depending on who comes first.
                    _ = try store.save(Examples.snapshot(address: "cam\(number % 3)", port: number % 2))
                }
            }
            try await group.waitForAll()
        }
        let entries = try store.list()
        let again = entries.reduce(0) { $0 + ($1.seenAgain?.count ?? 0) }
        #expect(entries.count + again == 16)
        #expect(entries.allSatisfy { store.verify($0).isIntact })
        #expect(try !scratch.files().contains { $0.contains(".tmp-") })
    }
}
