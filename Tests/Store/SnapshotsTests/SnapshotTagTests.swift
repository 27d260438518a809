import Testing

@testable import Snapshots

@Suite struct SnapshotTagTests {
    private let scratch: ScratchFolder
    private let store: SnapshotStore
    private let first: SnapshotEntry
    private let second: SnapshotEntry

    init() throws {
        scratch = try ScratchFolder()
        store = SnapshotStore(path: scratch.path)
        first = try store.save(Examples.snapshot(), as: "front-door").entry
        let later = SnapshotTime(secondsSince1970: Examples.time.secondsSince1970 + 60)
        second = try store.save(Examples.snapshot(taken: later, port: 555), as: "front-door").entry
    }

    private func resolve(_ text: String) throws -> SnapshotEntry {
        guard case .stored(let camera, let selector) = try SnapshotReference(text) else {
            throw ScratchFolder.Unexpected()
        }
        return try store.resolve(camera: camera, selector)
    }

    @Test func aTagRefersToItsSnapshotUntilItMoves() throws {
        try store.tag(first, as: "before-upgrade")
        #expect(try resolve("front-door@before-upgrade").name == first.name)
        #expect(try store.list("front-door").map(\.tags) == [[], ["before-upgrade"]])
        try store.tag(second, as: "before-upgrade")
        #expect(try resolve("front-door@before-upgrade").name == second.name)
    }

    @Test func anUnknownTagNamesTheKnownOnes() throws {
        try store.tag(first, as: "golden")
        let error = #expect(throws: SnapshotReferenceError.self) { try resolve("front-door@silver") }
        #expect(error?.candidates.first == "front-door@golden")
    }

    @Test(arguments: ["", "1st", "latest", "previous", "a b", "a/b", "ä", String(repeating: "a", count: 65), "a\u{1B}"])
    func someTextsCannotBeTags(text: String) {
        #expect(throws: SnapshotReferenceError.self) { try store.tag(first, as: text) }
    }
}

extension ScratchFolder {
    struct Unexpected: Error {}
}
