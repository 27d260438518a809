import Foundation
import TestSupport
import Testing

@testable import Snapshots

struct StoreRewriteTests {
    private let scratch: ScratchFolder
    private let store: SnapshotStore

    init() throws {
        scratch = try ScratchFolder()
        store = SnapshotStore(path: scratch.path + "/store")
        _ = try store.save(Examples.snapshot(), as: "cam")
        _ = try scratch.write([1], "store/vault.json")
        _ = try scratch.write([2], "store/cam/a")
    }

    private func content() throws -> [[UInt8]] {
        [try scratch.read("store/vault.json"), try scratch.read("store/cam/a")]
    }

    private func leftovers() throws -> [String] {
        try scratch.files().filter { $0.contains(".new-") || $0.contains(".rewrite") }
    }

    private struct Stop: Error {}

    @Test func replacesAllFiles() throws {
        try store.rewrite { rewrite in
            try rewrite.stage([3], as: "vault.json")
            try rewrite.stage([4], as: "a", camera: "cam")
        }
        #expect(try content() == [[3], [4]])
        #expect(try leftovers() == [])
    }

    @Test func replacesNoneIfOneCannotBeWritten() throws {
        #expect(throws: Stop.self) {
            try store.rewrite { rewrite in
                try rewrite.stage([3], as: "vault.json")
                try rewrite.stage([4], as: "a", camera: "cam")
                throw Stop()
            }
        }
        #expect(throws: SnapshotStoreError.self) {
            try store.rewrite { rewrite in
                try rewrite.stage([3], as: "vault.json")
                try rewrite.stage([4], as: "a", camera: "nobody")
            }
        }
        #expect(try content() == [[1], [2]])
        #expect(try leftovers() == [])
    }

    /// What a run leaves that is killed after it has noted what is to be replaced, with the first file renamed or not.
    @Test(arguments: [true, false])
    func theNextRunFinishesWhatWasNoted(isFirstRenamed: Bool) throws {
        _ = try scratch.write(Array("[[\"vault.json\"],[\"cam\",\"a\"]]".utf8), "store/.rewrite")
        _ = try scratch.write([3], isFirstRenamed ? "store/vault.json" : "store/.new-vault.json")
        _ = try scratch.write([4], "store/cam/.new-a")
        _ = try store.save(Examples.snapshot(port: 81), as: "cam")
        #expect(try content() == [[3], [4]])
        #expect(try leftovers() == [])
    }

    @Test func whatWasNotNotedIsSweptAway() throws {
        _ = try scratch.write([4], "store/cam/.new-a")
        _ = try store.save(Examples.snapshot(port: 81), as: "cam")
        #expect(try content() == [[1], [2]])
        #expect(try leftovers() == [])
    }

    @Test(arguments: ["", "x", "{}", "[1]", "[[]]", "[[\"..\",\"a\"]]", "[[\"a/b\"]]", "[[\"a\",\"b\",\"c\"]]"])
    func aListThatLeadsElsewhereIsRefused(list: String) throws {
        _ = try scratch.write(Array(list.utf8), "store/.rewrite")
        let error = #expect(throws: SnapshotStoreError.self) { try store.rewrite { _ in } }
        #expect(error?.code == .damaged)
        #expect(try content() == [[1], [2]])
    }

    @Test func aRunThatIsKilledAtAnyMomentReplacesAllOrNone() async throws {
        let path = store.path
        var generator = SeededGenerator(seed: 7)
        for round in 0..<20 {
            let microseconds = UInt32.random(in: 0...8_000, using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, microseconds = microseconds as UInt32] in
                let killer = Thread {
                    usleep(microseconds)
                    kill(getpid(), SIGKILL)
                }
                killer.start()
                let store = SnapshotStore(path: path)
                var value: UInt8 = 0
                while true {
                    value &+= 1
                    let value = value
                    try store.rewrite { rewrite in
                        try rewrite.stage([value], as: "vault.json")
                        try rewrite.stage([value], as: "a", camera: "cam")
                    }
                }
            }
            try store.rewrite(waiting: .zero) { _ in }
            let content = try content()
            #expect(content[0] == content[1] || content == [[1], [2]], "round \(round)")
        }
    }
}
