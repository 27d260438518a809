import CameraSchema
import JSONTree
import Jobs
import Reports
import Restore
import Snapshots
import Text

/// Small pieces of text that several commands print.
enum Wording {
    /// `1 camera`, `3 cameras`
    static func count(_ number: Int, _ noun: String) -> String { Quantity.count(number, noun) }

    /// `network/ftp.path was not set: the camera does not have it`
    static func unset(_ value: UnsetValue) -> String {
        "\(value.path) was not set: \(PlanWording.reason(value.reason))"
            + (value.reason.detail.map { " (\($0))" } ?? "")
    }

    /// `11.2 kB`
    static func size(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        let (unit, tenths) = bytes >= 1_000_000 ? ("MB", bytes / 100_000) : ("kB", bytes / 100)
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }

    /// Who the camera is, on one line: `IPC · 16CV500 · firmware …`.
    static func identity(_ camera: CameraIdentity) -> String {
        let parts = [
            camera.name, camera.model, camera.software.map { "software \($0)" },
            camera.firmware.map { "firmware \($0)" },
        ]
        return HarmlessText.escaped(parts.compactMap { $0 }.joined(separator: " · "), limit: 200)
    }

    /// What was read: `78 sections ok, 2 unsupported, 1 failed`.
    static func tally(_ snapshot: Snapshot) -> String {
        tally(snapshot.sections.values.map(\.status.name))
    }

    /// The same, of the statuses of sections.
    static func tally(_ statuses: [String]) -> String {
        func number(_ name: String) -> Int { statuses.count { $0 == name } }
        var parts = [count(number("ok"), "section") + " ok"]
        for name in ["unsupported", "failed"] where number(name) > 0 { parts.append("\(number(name)) \(name)") }
        return parts.joined(separator: ", ")
    }

    static func seenAgain(_ seen: SnapshotEntry.SeenAgain) -> String {
        "seen again \(count(seen.count, "time")), last \(seen.last)"
    }

    /// `2026-11-22 14:35`, in UTC
    static func minute(_ time: SnapshotTime) -> String {
        String(time.description.prefix(16).map { $0 == "T" ? " " : $0 })
    }

    /// Section names in the order of the schema, unknown ones last.
    static func ordered(_ sections: some Sequence<String>, _ schema: CameraSchema) -> [String] {
        let positions = Dictionary(uniqueKeysWithValues: zip(schema.endpointNames, schema.endpointNames.indices))
        func key(_ text: String) -> (Int, Int, String) {
            guard let name = SectionName(text) else { return (Int.max, 0, text) }
            return (positions[name.endpoint] ?? Int.max, name.selector?.value ?? 0, text)
        }
        return sections.sorted { key($0) < key($1) }
    }
}
