import Glibc
import JSONTree
import Snapshots

// Fills a store with snapshots of cameras that differ only in names and addresses, and with some planted outliers.
// usage: camkeep-audit-store SNAPSHOT STORE COUNT

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 3, let count = Int(arguments[2]) else {
    print("usage: camkeep-audit-store SNAPSHOT STORE COUNT")
    exit(2)
}
let original = try SnapshotFile.read(arguments[0])
let store = SnapshotStore(path: arguments[1])

/// What is wrong with every 29th, 41st, … camera.
let outliers: [(every: Int, section: String, pointer: [String], value: JSONValue)] = [
    (29, "network/ftp", ["enable"], false), (41, "network/port", ["1", "property", "rtspProtocol", "encrypt"], true),
    (53, "event/motion", ["enable"], false), (67, "image/image", ["brightness"], 3),
]

extension Snapshot {
    mutating func set(_ section: String, at pointer: [String], to value: JSONValue) {
        guard let record = sections[section] else { return }
        sections[section] = SectionRecord(
            config: record.config.replacing(JSONPointer(pointer), with: value), undocumented: record.undocumented,
            roles: record.roles, wire: record.wire, title: record.title)
    }
}

for number in 1...max(1, count) {
    var snapshot = original
    snapshot.camera.address = "10.0.\(number / 250).\(number % 250 + 1)"
    snapshot.camera.name = "Camera \(number)"
    snapshot.set("system/device-info", at: ["devName"], to: .string("Camera \(number)"))
    snapshot.set("network/interfaces", at: ["ip"], to: .string(snapshot.camera.address))
    snapshot.set("system/system-time", at: ["minute"], to: .integer(number % 60))
    for outlier in outliers where number % outlier.every == 0 {
        snapshot.set(outlier.section, at: outlier.pointer, to: outlier.value)
    }
    _ = try store.save(snapshot, as: "camera-\(1_000 + number)")
}
