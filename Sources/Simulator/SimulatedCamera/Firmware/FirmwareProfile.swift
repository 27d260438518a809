import CSchemaData
import CameraSchema
import JSONTree

/// What a firmware version does differently from the schema's examples (`firmware2.json`).
struct FirmwareProfile: Sendable {
    /// Endpoints that are known and answer code 203.
    var unsupported: Set<String> = []

    /// Endpoints that do not exist: HTTP 404 with a web page.
    var missing: Set<String> = []

    /// Endpoints for which the connection is dropped without an answer.
    var dropped: Set<String> = []

    /// Further values of an endpoint's selector that this firmware answers for, though no other section names them.
    private var also: [String: [Int]] = [:]

    /// Whether fields that only some firmware encrypts are encrypted.
    var encryptsMaybe = false

    /// Wire names of members that the schema does not know and that change at every read.
    var volatileNames: Set<String> = []

    /// What an upgrade to this firmware resets to defaults: pointers of wire names by endpoint. The empty pointer stands for
    /// the whole endpoint.
    var lost: [String: [JSONPointer]] = [:]

    /// The firmware versions of a model, by the number of the firmware.
    var firmwareVersions: [Int: String] = [:]

    private var changes: [(target: String, edits: JSONObject)] = []

    /// Firmware 1: the document's examples as they are.
    static let first = FirmwareProfile()

    /// The document's own firmware, which has nothing of the newer generation.
    private static let oldest: FirmwareProfile = {
        var profile = FirmwareProfile()
        profile.unsupported = ["image/image-param", "image/ptz-info", "event/illegal-parking", "system/capability"]
        profile.missing = ["event/privacy-masking", "network/alarm-server"]
        profile.dropped = ["event/license-plate"]
        return profile
    }()

    /// The profile of a firmware version.
    ///
    /// - Throws: `SimulatedCameraError` for a version that does not exist, or an unreadable profile.
    static func version(_ number: Int) throws(SimulatedCameraError) -> FirmwareProfile {
        switch number {
        case 1: return .oldest
        case 2: return try embedded(camkeep_simulated_firmware())
        default: throw SimulatedCameraError("there is no firmware \(number): it is 1 or 2")
        }
    }

    /// The profile of a model: what differs from the document's camera, whatever the firmware.
    ///
    /// - Throws: `SimulatedCameraError` for an unreadable profile.
    static func model(_ model: CameraModel) throws(SimulatedCameraError) -> FirmwareProfile {
        switch model {
        case .motorZoom: .first
        case .fixedLens: try embedded(camkeep_simulated_model())
        }
    }

    private static func embedded(_ file: camkeep_schema_file) throws(SimulatedCameraError) -> FirmwareProfile {
        try FirmwareProfile(json: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
    }

    private init() {}

    init(json: [UInt8]) throws(SimulatedCameraError) {
        let document: JSONValue
        do {
            document = try JSONReader.readStrictly(json, limits: .init(bytes: 1 << 20, depth: 32))
        } catch {
            throw SimulatedCameraError("a firmware profile cannot be read: \(error)")
        }
        unsupported = Self.names(document["unsupported"])
        missing = Self.names(document["missing"])
        dropped = Self.names(document["dropped"])
        for (endpoint, values) in document["also"]?.objectValue ?? JSONObject() {
            also[endpoint] = (values.arrayValue ?? []).compactMap(\.integerValue)
        }
        volatileNames = Self.names(document["volatile"])
        for (endpoint, pointers) in document["lost"]?.objectValue ?? JSONObject() {
            lost[endpoint] = (pointers.arrayValue ?? []).compactMap { $0.stringValue.flatMap { JSONPointer($0) } }
        }
        for (number, version) in document["firmwareVersions"]?.objectValue ?? JSONObject() {
            if let number = Int(number) { firmwareVersions[number] = version.stringValue }
        }
        encryptsMaybe = document["encryptsMaybe"]?.boolValue ?? false
        for (target, edits) in document["changes"]?.objectValue ?? JSONObject() {
            guard let edits = edits.objectValue else {
                throw SimulatedCameraError("the changes of \(target) in a firmware profile are not an object")
            }
            changes.append((target, edits))
        }
    }

    /// The sections with the differences of this profile applied.
    func applied(to sections: [SectionName: JSONValue]) -> [SectionName: JSONValue] {
        let lacking = unsupported.union(missing).union(dropped)
        var result = sections.filter { !lacking.contains($0.key.endpoint) }
        for (endpoint, values) in also {
            guard let model = result.keys.filter({ $0.endpoint == endpoint }).min(), let selector = model.selector
            else { continue }
            for value in values {
                let section = SectionName(
                    endpoint: endpoint, selector: .init(argument: selector.argument, value: value))
                if result[section] == nil {
                    result[section] = result[model]?.setting(.integer(value), at: [selector.argument])
                }
            }
        }
        for (target, edits) in changes {
            for (section, data) in result where section.endpoint == target || section.description == target {
                result[section] = edited(data, edits)
            }
        }
        return result
    }

    private func edited(_ data: JSONValue, _ edits: JSONObject) -> JSONValue {
        var data = data
        for (pointer, name) in edits["rename"]?.objectValue ?? JSONObject() {
            guard let pointer = JSONPointer(pointer), let name = name.stringValue else { continue }
            data = data.renaming(pointer.steps[...], to: name)
        }
        for pointer in edits["remove"]?.arrayValue ?? [] {
            guard let pointer = pointer.stringValue.flatMap({ JSONPointer($0) }) else { continue }
            data = data.setting(nil, at: pointer.steps[...])
        }
        for name in ["set", "add"] {
            for (pointer, value) in edits[name]?.objectValue ?? JSONObject() {
                guard let pointer = JSONPointer(pointer) else { continue }
                data = data.setting(value, at: pointer.steps[...])
            }
        }
        return data
    }

    private static func names(_ list: JSONValue?) -> Set<String> {
        Set((list?.arrayValue ?? []).compactMap(\.stringValue))
    }
}

extension JSONValue {
    /// With the member at these steps set, added or (nil) removed; unchanged where the steps lead nowhere.
    func setting(_ value: JSONValue?, at steps: ArraySlice<String>) -> JSONValue {
        guard let step = steps.first else { return value ?? self }
        switch self {
        case .object(var members):
            if steps.count == 1 {
                members[step] = value
            } else if let inner = members[step] {
                members[step] = inner.setting(value, at: steps.dropFirst())
            }
            return .object(members)
        case .array(var items):
            guard let index = Int(step), items.indices.contains(index) else { return self }
            if steps.count > 1 || value != nil {
                items[index] = items[index].setting(value, at: steps.dropFirst())
            } else {
                items.remove(at: index)
            }
            return .array(items)
        default:
            return self
        }
    }

    /// With the member at these steps under another name, at the same place.
    fileprivate func renaming(_ steps: ArraySlice<String>, to name: String) -> JSONValue {
        guard case .object(var members) = self, let step = steps.first else { return self }
        if steps.count == 1 {
            return .object(JSONObject(members.map { key, value in (key == step ? name : key, value) }))
        }
        members[step] = members[step]?.renaming(steps.dropFirst(), to: name)
        return .object(members)
    }
}
