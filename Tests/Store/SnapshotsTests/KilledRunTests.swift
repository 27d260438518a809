import Foundation
import TestSupport
import Testing

@testable import Snapshots

struct KilledRunTests {
    // Power cuts and impatient operators: the store must hold whole files only, and the next run must work.
    @Test func aRunThatIsKilledAtAnyMomentLeavesWholeFiles() async throws {
        let scratch = try ScratchFolder()
        let path = scratch.path
        var generator = SeededGenerator(seed: 21)
        for round in 0..<20 {
            let microseconds = UInt32.random(in: 0...20_000, using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, round = round as Int, microseconds = microseconds as UInt32] in
                let killer = Thread {
                    usleep(microseconds)
                    kill(getpid(), SIGKILL)
                }
                killer.start()
                let store = SnapshotStore(path: path)
                var port = round * 1_000_000
                while true {
                    var snapshot = Examples.snapshot(port: port)
                    snapshot.export = ExportRecord(.init(fileName: "p.zip", bytes: [1, 2, 3]))
                    _ = try store.save(snapshot, archive: .clear([1, 2, 3]))
                    port += 1
                }
            }
            let store = SnapshotStore(path: path)
            _ = try store.save(Examples.snapshot(port: round * 1_000_000 + 999_999), waiting: .zero)
            for entry in try store.list() { #expect(store.verify(entry).faults == []) }
            #expect(try !scratch.files().contains { $0.contains(".tmp-") })
        }
    }
}
