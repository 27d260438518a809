import CameraSchema
import Configuration
import DiffTestSupport
import Foundation
import JSONTree
import Reports
import Restore
import SemanticDiff
import Snapshots
import TestSupport
import Testing

/// The document that `camkeep plan -o` keeps (docs/plan-format.md).
@Suite struct RestorePlanFileTests {
    /// A plan of every kind of step and of omissions of several kinds.
    private static func planCase() throws -> PlanCase {
        var planCase = try PlanCase()
        planCase.options = PlanOptions(except: ["image/osd"], including: [.presets])
        try planCase.numberPresets()
        try planCase.desired.set("image/ptz-ctrl", "/presetList/1/presetName", to: "Gate")
        try planCase.desired.set("event/motion", "/sensitivity", to: 3)
        try planCase.desired.set("image/osd", "/text", to: "Gate")
        try planCase.desired.set("network/ftp", "/serverPort", to: 2121)
        try planCase.hold("network/ftp", "/password", "nightwatch-4711")
        try planCase.desired.set("network/smtp", "/serverPort", to: 26)
        try planCase.desired.set("video/video-encode", "/streamEncode/0/frameRate", to: 90)
        planCase.live.fail("event/roi", "dropped")
        return planCase
    }

    private static let sealed = "-----BEGIN AGE ENCRYPTED FILE-----\nkept as it is\n"

    private static func file(_ planCase: PlanCase) -> RestorePlanFile {
        var desired = planCase.desired.snapshot()
        desired.sealed = SealedPart(age: sealed)
        return RestorePlanFile(
            tool: "camkeep 0.1.0", target: "http://192.168.1.10", options: planCase.options, desired: desired,
            named: "front-door@golden", live: planCase.live.snapshot(taken: ExampleCamera.later),
            schema: planCase.live.schema)
    }

    private static func document() throws -> JSONValue {
        let planCase = try planCase()
        return try file(planCase).json(planCase.plan()) { ChangeWording.sentences($0).joined(separator: "; ") }
    }

    private func checker(_ name: String, at definition: String? = nil) throws -> JSONSchemaChecker {
        let url = Repository.file("schema/\(name)")
        let bytes = try Array(Data(contentsOf: url))
        var schema = try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32))
        if let definition, case .object(var object) = schema {
            for name in object.names where name != "$defs" { object[name] = nil }
            object["$ref"] = .string(definition)
            schema = .object(object)
        }
        return try JSONSchemaChecker(schema)
    }

    @Test func theDocumentFollowsTheSchemas() throws {
        let document = try Self.document()
        #expect(try checker("plan-v1.schema.json").violations(of: document) == [])
        let change = try checker("diff-v1.schema.json", at: "#/$defs/change")
        for step in document["steps"]?.arrayValue ?? [] {
            for item in step["changes"]?.arrayValue ?? [] { #expect(try change.violations(of: item) == []) }
        }
        let snapshot = try checker("snapshot-v1.schema.json")
        #expect(try snapshot.violations(of: document["live"] ?? .null) == [])
        #expect(document["desired"]?["snapshot"]?["sealed"] == ["age": .string(Self.sealed)])
        #expect(document["counts"] == ["sections": 3, "changes": 3, "leftOut": 3])
        #expect(!Self.contains(document, "nightwatch"))
    }

    private static func contains(_ value: JSONValue, _ text: String) -> Bool {
        value.compactText.range(of: text) != nil
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let planCase = try Self.planCase()
        let file = Self.file(planCase)
        let document = try Self.document()
        for bytes in [JSONWriter.canonical(document), Array(document.prettyText.utf8)] {
            let read = try RestorePlanFile.read(bytes, file: "f.plan")
            #expect(read.tool == file.tool && read.target == file.target && read.options == file.options)
            #expect(read.desiredName == file.desiredName && read.desired == file.desired && read.live == file.live)
        }
        // From what is in the file, the same is planned again.
        let read = try RestorePlanFile.read(JSONWriter.canonical(document), file: "f.plan")
        var again = planCase
        again.options = read.options
        #expect(try again.plan(read.desired, planCase.live.snapshot()).places == planCase.plan().places)
    }

    @Test func filesAreWrittenForTheirOwnerAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "camkeep-plan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "gate.plan").path(percentEncoded: false)
        try RestorePlanFile.write(Self.document(), to: path)
        #expect(try RestorePlanFile.read(path).target == "http://192.168.1.10")
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        for path in [path + "/x", folder.path(percentEncoded: false) + "/none/x", "", "/"] {
            #expect(throws: PlanFileError.self) { try RestorePlanFile.write(Self.document(), to: path) }
            #expect(throws: PlanFileError.self) { try RestorePlanFile.read(path) }
        }
    }

    // MARK: - Damage

    private static func edited(_ edit: (inout JSONObject) -> Void) throws -> [UInt8] {
        guard case .object(var object) = try document() else { return [] }
        edit(&object)
        return JSONWriter.canonical(.object(object))
    }

    @Test func everyEditIsFound() throws {
        let document = try #require(Self.document().objectValue)
        for name in document.names {
            let without = try Self.edited { $0[name] = nil }
            #expect(throws: PlanFileError.self, "\(name)") { try RestorePlanFile.read(without, file: "f") }
            let other = try Self.edited { $0[name] = 1 }
            #expect(throws: PlanFileError.self, "\(name)") { try RestorePlanFile.read(other, file: "f") }
        }
        let option = try Self.edited {
            $0["options"] = $0["options"]?.replacing(JSONPointer(["withIdentity"]), with: true)
        }
        #expect(throws: PlanFileError.self) { try RestorePlanFile.read(option, file: "f") }
        let more = try Self.edited { $0["more"] = 1 }
        #expect(throws: PlanFileError.self) { try RestorePlanFile.read(more, file: "f") }
    }

    @Test func everyTruncationIsFound() throws {
        let bytes = try JSONWriter.canonical(Self.document())
        for count in stride(from: 0, to: bytes.count, by: 997) {
            #expect(throws: PlanFileError.self) { try RestorePlanFile.read(Array(bytes.prefix(count)), file: "f") }
        }
        #expect(throws: PlanFileError.self) { try RestorePlanFile.read(bytes + bytes, file: "f") }
    }

    @Test(arguments: [("version", "2.0" as JSONValue), ("version", 1), ("format", "camkeep-snapshot")])
    func otherFormatsAreRefused(name: String, value: JSONValue) throws {
        let bytes = try Self.edited { $0[name] = value }
        let error = #expect(throws: PlanFileError.self) { try RestorePlanFile.read(bytes, file: "f") }
        #expect(error?.code == .wrongFormat)
    }

    // MARK: - Staleness

    private func stale(_ edit: (inout ExampleCamera) throws -> Void) throws -> Difference {
        let planCase = try Self.planCase()
        let file = Self.file(planCase)
        var camera = planCase.live
        try edit(&camera)
        return file.staleness(against: camera.snapshot(), named: "http://192.168.1.10", schema: camera.schema)
    }

    @Test func aCameraThatIsAsItWasIsNotStale() throws {
        let difference = try stale { camera in
            try camera.set("system/system-time", "/minute", to: 1)
            // Not asked for, and nothing that could be written.
            try camera.set("image/osd", "/mirrorMode", to: 3)
            try camera.set("network/p2p-status", "/status", to: 1)
        }
        #expect(difference.changes.isEmpty && difference.unreadSections.isEmpty)
    }

    @Test func whatChangedSinceIsNamed() throws {
        let difference = try stale { camera in
            try camera.set("event/motion", "/sensitivity", to: 9)
            try camera.set("image/image", "/brightness", to: 1)
            camera.fail("network/port", "dropped")
        }
        #expect(difference.changes.map(\.section) == ["image/image", "event/motion"])
        #expect(difference.changes.flatMap(ChangeWording.sentences).last == "Motion sensitivity 5 → 9")
        #expect(difference.unreadSections == ["network/port"])
    }
}
