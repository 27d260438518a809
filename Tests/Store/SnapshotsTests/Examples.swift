import CameraSchema
import Cryptography
import Foundation
import JSONTree
import TestSupport

@testable import Snapshots

/// Snapshots to test with.
enum Examples {
    static let time = SnapshotTime(secondsSince1970: 1_795_358_106)
    static let schema = ContentDigest(of: Array("the schema".utf8))

    /// Small, with something in every member.
    static func snapshot(
        address: String = "192.168.1.10", taken: SnapshotTime = time, port: Int = 554,
        clock: String = "2026-11-22 14:35:06"
    ) -> Snapshot {
        Snapshot(
            camera: CameraIdentity(
                address: address, name: "Front door", model: "IPC-1", firmware: "1.2.3", software: "4.5",
                serial: "S0001", mac: "00:11:22:33:44:55"),
            taken: taken, tool: "camkeep 0.1.0", schema: schema,
            sections: [
                "network/port": SectionRecord(
                    config: ["rtspPort": .integer(port), "httpPort": 80, "portMax": 65535],
                    roles: [.constraint: [JSONPointer(["portMax"])]],
                    title: "Ports"),
                "system/time": SectionRecord(
                    config: ["now": .string(clock), "zone": 24],
                    undocumented: [JSONPointer(["drift"]): .string(clock), JSONPointer(["x/y"]): 1],
                    roles: [.volatile: [JSONPointer(["now"]), JSONPointer(["drift"])]],
                    wire: JSONObject([("zone", "text")])),
                "ptz/cruise": SectionRecord(unsupported: "the camera answered code 203"),
                "storage/disk": SectionRecord(failed: "the connection was dropped", title: "Disks"),
            ],
            export: ExportRecord(.init(fileName: "../../params.zip", bytes: Array("no zip".utf8))),
            sealed: SealedPart(age: "-----BEGIN AGE ENCRYPTED FILE-----\n…"))
    }

    static func random(seed: UInt64) -> Snapshot {
        var json = RandomJSON(seed: seed)
        var generator = SeededGenerator(seed: seed ^ 0xABCD)
        var sections: [String: SectionRecord] = [:]
        for number in 0..<Int.random(in: 0...6, using: &generator) {
            let name = "section/\(number)" + json.text()
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: sections[name] = SectionRecord(unsupported: json.text())
            case 1: sections[name] = SectionRecord(failed: json.text(), title: json.text())
            default:
                let config = json.value()
                let places = config.places + [JSONPointer([json.text()]), JSONPointer([json.text(), "0"])]
                var roles: [Role: [JSONPointer]] = [:]
                for role in Role.allCases where Bool.random(using: &generator) {
                    roles[role] = places.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
                }
                sections[name] = SectionRecord(
                    config: config, undocumented: [JSONPointer([json.text()]): json.value()], roles: roles,
                    wire: json.value().objectValue ?? JSONObject())
            }
        }
        return Snapshot(
            camera: CameraIdentity(address: "camera" + json.text(), name: json.text(), serial: json.text()),
            taken: SnapshotTime(secondsSince1970: Int.random(in: 0..<4_000_000_000, using: &generator)),
            tool: json.text(), schema: schema, sections: sections,
            export: Bool.random(using: &generator) ? nil : ExportRecord(failed: json.text()),
            sealed: Bool.random(using: &generator)
                ? nil : SealedPart(age: "-----BEGIN AGE ENCRYPTED FILE-----\n" + json.text()))
    }
}

extension JSONValue {
    /// Every place in the document.
    var places: [JSONPointer] {
        switch self {
        case .object(let object):
            [JSONPointer()] + object.flatMap { name, value in value.places.map { JSONPointer([name] + $0.steps) } }
        case .array(let items):
            [JSONPointer()]
                + items.enumerated().flatMap { position, value in
                    value.places.map { JSONPointer([String(position)] + $0.steps) }
                }
        default: [JSONPointer()]
        }
    }
}

/// A folder of one test, which is removed at its end.
final class ScratchFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "camkeep-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path + "/" + name)))
    }

    /// Sorted, with their folders.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    }
}
