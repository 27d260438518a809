import CameraSchema
import Glibc
import SemanticDiff
import Snapshots

// Compares two snapshot files many times in one process and prints what one comparison costs: the price of a pair in an audit.
// usage: camkeep-pair-benchmark OLD NEW

let files = CommandLine.arguments.dropFirst()
guard files.count == 2, let oldFile = files.first, let newFile = files.last else {
    print("usage: camkeep-pair-benchmark OLD NEW")
    exit(2)
}
let old = try SnapshotFile.read(oldFile)
let new = try SnapshotFile.read(newFile)
let differ = Differ(schema: try CameraSchema(files: SchemaFile.embedded))
let rounds = 500
var changes = 0
let start = ContinuousClock.now
for _ in 0..<rounds {
    changes = differ.difference(old, named: oldFile, new, named: newFile).changes.count
}
let microseconds = (ContinuousClock.now - start) / rounds / Duration.microseconds(1)
print("\(Int(microseconds)) µs a pair, \(changes) changes")
