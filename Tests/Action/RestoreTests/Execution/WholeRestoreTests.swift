import CameraSchema
import CameraTestSupport
import CameraWalk
import Configuration
import JSONTree
import Restore
import SimulatedCamera
import Snapshots
import Testing

/// A camera that was reset becomes what its snapshot says.
@Suite struct WholeRestoreTests {
    @Test(arguments: [1, 2])
    func aResetCameraIsRestored(firmware: Int) async throws {
        let rig = try RestoreRig(try ServedCamera(firmware: firmware))
        try Drift.change(rig.camera, rig.served.schema)
        let desired = try await rig.snapshot()
        let held = Drift.secrets
        rig.camera.resetToDefaults()

        var options = RestoreRig.options
        options.mayReaddress = true
        let planOptions = PlanOptions(including: [.identity], secrets: [.mayBeCleared])
        let prepared = try await rig.prepare(desired, held: held, plan: planOptions, options)
        #expect(prepared.prepared.heldBack == [])
        let written = Set(rig.camera.sections.keys.map(\.endpoint)).filter {
            rig.served.schema.endpoints[$0]?.isWritten == true
        }
        let missing = written.subtracting(prepared.plan.steps.map(\.section.endpoint)).subtracting(Drift.unsettable)
        #expect(missing == [])
        rig.camera.forgetRequests()
        let result = try await rig.execute(prepared, options)
        #expect(result.isComplete, "\(result.steps.filter { !$0.outcome.isSuccess })")
        #expect(result.steps.allSatisfy { $0.outcome == .verified(.init()) || $0.outcome.word == "verified" })

        let second = try await rig.walk()
        let restored = rig.snapshot(second)
        for name in desired.sections.keys.sorted() {
            let isEqual = restored.sections[name]?.comparable == desired.sections[name]?.comparable
            let texts = [restored, desired].map { $0.sections[name]?.comparable.compactText ?? "" }
            #expect(isEqual, "\(name): \(texts[0])\n\(texts[1])")
        }
        #expect(restored.digest == desired.digest)
        let plan = try RestorePlanner(
            schema: rig.served.schema, options: planOptions, held: held, liveSecrets: second.secrets
        ).plan(desired: desired, named: "desired", live: restored, named: "live")
        #expect(plan.steps.map(\.section.description) == [])
        for section in held.sectionNames where result.outcome(section.description) != nil {
            for (place, secret) in held[section] {
                #expect(rig.camera.receivedSecrets[section.endpoint + place.description] == secret.reveal().stringValue)
            }
        }
        #expect(rig.camera.counters.clockSettings == 0)
        #expect(rig.journals == [])
    }
}

/// Changes settings of every endpoint that can be written, as weeks of use do.
enum Drift {
    static let secrets: SecretSet = {
        var secrets = SecretSet()
        for (section, place, secret) in [
            ("network/ftp", "/password", "ftp-geheim"), ("network/smtp", "/password", "smtp-geheim"),
            ("network/ddns", "/password", "ddns-geheim"), ("network/pppoe", "/password", "pppoe-geheim"),
            ("network/gb28181", "/devicePwd", "sip-geheim"), ("network/wifiAPInfo", "/APPassword", "hotspot-pw"),
        ] {
            if let name = SectionName(section), let pointer = JSONPointer(place) {
                secrets[name, pointer] = Secret(.string(secret))
            }
        }
        return secrets
    }()

    /// Endpoints that have only some settings that can be changed alone.
    private static let apart: [String: (pointer: String, value: JSONValue)] = [
        "storage/cloud": ("/website", "cloud.example"), "video/video-encode": ("/streamEncode/0/bitRate", 3000),
    ]

    /// Endpoints whose sets act instead of setting.
    static let unsettable: Set<String> = ["image/ptz-ctrl", "network/wifi", "storage/storage-info"]

    /// Gives one plain setting of each section another value that the schema allows.
    static func change(_ camera: SimulatedCamera, _ schema: CameraSchema) throws {
        for (section, data) in camera.sections.sorted(by: { $0.key < $1.key }) {
            guard let endpoint = schema.endpoint(of: section), endpoint.isWritten, endpoint.commands == nil,
                !apart.keys.contains(endpoint.name),
                let (pointer, value) = otherValue(data, endpoint.data, JSONPointer())
            else { continue }
            camera.set(section, pointer, to: value)
        }
        for (endpoint, change) in apart {
            let sections = camera.sections.keys.filter { $0.endpoint == endpoint }.sorted()
            guard let section = sections.first, let pointer = JSONPointer(change.pointer) else { continue }
            camera.set(section, pointer, to: change.value)
        }
    }

    /// A place in wire form with another value for it.
    private static func otherValue(
        _ wire: JSONValue, _ field: Field, _ place: JSONPointer
    ) -> (JSONPointer, JSONValue)? {
        switch (field.type, wire) {
        case (.object(let fields), .object(let object)):
            for field in fields where field.presence == .both && [.setting, .identity].contains(field.role) {
                guard let member = object[field.wireName.get] else { continue }
                if let found = otherValue(member, field, place.appending(field.wireName.get)) { return found }
            }
            return nil
        case (.list(let item, _), .array(let items)):
            return items.first.flatMap { otherValue($0, item, place.appending(0)) }
        case (.toggle, .bool(let flag)): return (place, .bool(!flag))
        case (.toggle, .number(let number)): return (place, .integer(number.integer == 0 ? 1 : 0))
        case (.toggle, .string(let text)): return (place, text == "0" ? "1" : "0")
        case (.integer, .number(let number)) where field.limits.maximum == nil && field.allowed.isEmpty:
            guard let old = number.integer else { return nil }
            let new = old < (field.maximum ?? 100) ? old + 1 : old - 1
            return new >= (field.minimum ?? 0) ? (place, .integer(new)) : nil
        case (.enumeration(let enumeration), .number(let number)):
            let others = enumeration.names.keys.sorted().filter { $0 != number.integer }
            return others.first.map { (place, .integer($0)) }
        case (.text, .string(let text)) where field.encryption == .never && [.setting, .identity].contains(field.role):
            return (place, .string(text + "x"))
        default: return nil
        }
    }
}
