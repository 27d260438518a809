import Testing

@testable import Snapshots

struct SnapshotReferenceTests {
    @Test(
        arguments: [
            ("-", .standardInput), ("./a", .file("./a")), ("/tmp/x.json.gz", .file("/tmp/x.json.gz")),
            ("x.json.gz", .file("x.json.gz")), ("store/cam@x/y", .file("store/cam@x/y")),
            ("cam", .stored(camera: "cam", .back(0))), ("cam@latest", .stored(camera: "cam", .back(0))),
            ("cam@previous", .stored(camera: "cam", .back(1))), ("cam@~0", .stored(camera: "cam", .back(0))),
            ("cam@~12", .stored(camera: "cam", .back(12))), ("@latest", .stored(camera: nil, .back(0))),
            ("[fe80::1]@previous", .stored(camera: "[fe80::1]", .back(1))),
            ("http://192.168.1.10/", .stored(camera: "http://192.168.1.10/", .back(0))),
            ("https://cam:8443@latest", .stored(camera: "https://cam:8443", .back(0))),
            ("cam@2026", .stored(camera: "cam", .taken("2026"))),
            ("cam@2026-11-22", .stored(camera: "cam", .taken("2026-11-22"))),
            ("cam@2026-11-22T14:35", .stored(camera: "cam", .taken("2026-11-22T1435"))),
            ("cam@2026-11-22T143506Z-2", .stored(camera: "cam", .taken("2026-11-22T143506Z-2"))),
        ] as [(String, SnapshotReference)])
    func forms(text: String, reference: SnapshotReference) throws {
        #expect(try SnapshotReference(text) == reference)
    }

    @Test(arguments: [
        "", "cam@", "cam@1st", "cam@~", "cam@~-1", "cam@~+1", "cam@~1x", "cam@~99999999999999999999", "cam@202",
        "cam@2026-1x", "cam@2026-11-22 14", "cam@2026-11-22T143506Zx", "cam@２０２６", "@",
    ])
    func otherFormsAreRefused(text: String) {
        let error = #expect(throws: SnapshotReferenceError.self) { try SnapshotReference(text) }
        #expect(error?.code == .malformed)
    }

    // MARK: In a store

    /// Two cameras; the first has four snapshots on two days, two of them in the same second.
    private func makeStore() throws -> (ScratchFolder, SnapshotStore) {
        let scratch = try ScratchFolder()
        let store = SnapshotStore(path: scratch.path)
        for (number, time) in ["21T101500", "22T143506", "22T143506", "22T180000"].enumerated() {
            let taken = try #require(SnapshotTime(fileName: "2026-11-\(time)Z"))
            _ = try store.save(Examples.snapshot(taken: taken, port: number))
        }
        _ = try store.save(Examples.snapshot(address: "other:8080"))
        return (scratch, store)
    }

    private func resolve(_ text: String, in store: SnapshotStore) throws -> SnapshotEntry {
        guard case .stored(let camera, let selector) = try SnapshotReference(text) else {
            throw SnapshotReferenceError(.malformed, "not in a store", reference: text)
        }
        return try store.resolve(camera: camera, selector)
    }

    @Test func referencesNameSnapshots() throws {
        let (scratch, store) = try makeStore()
        defer { withExtendedLifetime(scratch) {} }
        let expectations = [
            ("192.168.1.10", "2026-11-22T180000Z"), ("http://192.168.1.10@latest", "2026-11-22T180000Z"),
            ("192.168.1.10@previous", "2026-11-22T143506Z-2"), ("192.168.1.10@~2", "2026-11-22T143506Z"),
            ("192.168.1.10@~3", "2026-11-21T101500Z"), ("192.168.1.10@2026-11-21", "2026-11-21T101500Z"),
            ("192.168.1.10@2026-11-22", "2026-11-22T180000Z"), ("192.168.1.10@2026-11", "2026-11-22T180000Z"),
            ("192.168.1.10@2026-11-22T18", "2026-11-22T180000Z"),
            ("192.168.1.10@2026-11-22T14:35:06Z", "2026-11-22T143506Z"),
            ("192.168.1.10@2026-11-22T143506Z-2", "2026-11-22T143506Z-2"),
            ("other:8080", "2026-11-22T143506Z"), ("other_8080@2026", "2026-11-22T143506Z"),
        ]
        for (text, name) in expectations {
            #expect(try resolve(text, in: store).name.description == name, "\(text)")
        }
        for entry in try store.list() {
            #expect(try resolve(entry.reference, in: store) == entry)
        }
    }

    @Test func errorsListWhatThereIs() throws {
        let (scratch, store) = try makeStore()
        defer { withExtendedLifetime(scratch) {} }
        let expectations: [(String, SnapshotReferenceError.Code, Int)] = [
            ("nobody", .unknownCamera, 2), ("@latest", .ambiguous, 2), ("192.168.1.10@~4", .unknownSnapshot, 4),
            ("192.168.1.10@2025", .unknownSnapshot, 4), ("192.168.1.10@2026-11-22T1435", .ambiguous, 2),
        ]
        for (text, code, count) in expectations {
            let error = #expect(throws: SnapshotReferenceError.self) { try resolve(text, in: store) }
            #expect(error?.code == code, "\(text)")
            #expect(error?.candidates.count == count, "\(text)")
        }
    }

    @Test func theOnlyCameraNeedsNoName() throws {
        let scratch = try ScratchFolder()
        let store = SnapshotStore(path: scratch.path)
        let error = #expect(throws: SnapshotReferenceError.self) { try resolve("@latest", in: store) }
        #expect(error?.code == .unknownCamera)
        let entry = try store.save(Examples.snapshot()).entry
        #expect(try resolve("@latest", in: store) == entry)
    }

    @Test func everyKindOfReferenceIsLoaded() throws {
        let scratch = try ScratchFolder()
        let store = SnapshotStore(path: scratch.path)
        let entry = try store.save(Examples.snapshot()).entry
        let bytes = try SnapshotFile.encode(Examples.snapshot(port: 1))
        let unused: () throws -> [UInt8] = { throw SnapshotError(.unreadable, "not asked for", in: "-") }
        #expect(try store.load(SnapshotReference("-")) { bytes } == Examples.snapshot(port: 1))
        #expect(try store.load(SnapshotReference(entry.path), standardInput: unused) == Examples.snapshot())
        #expect(try store.load(SnapshotReference("192.168.1.10"), standardInput: unused) == Examples.snapshot())
        let error = #expect(throws: SnapshotError.self) { try store.load(SnapshotReference("-")) { [1] } }
        #expect(error?.file == "standard input")
    }
}
