package import CameraSchema
import CameraWalk
package import Configuration
import Cryptography
package import JSONTree
package import Snapshots

/// A camera made of the schema's own examples, to be edited in its wire form and taken as a snapshot:
///
///     var camera = try ExampleCamera()
///     let old = camera.snapshot()
///     try camera.set("network/port", "/0/property/rtspProtocol /port", 8554)
///     let new = camera.snapshot(taken: ExampleCamera.later)
package struct ExampleCamera: Sendable {
    package static let time = SnapshotTime(secondsSince1970: 1_795_358_106)
    /// A day after ``time``.
    package static let later = SnapshotTime(secondsSince1970: 1_795_358_106 + 86_400)

    package let schema: CameraSchema
    private let digest: ContentDigest
    package var identity = CameraIdentity(
        address: "192.168.1.10", name: "Front door", model: "IPC-1", firmware: "21.1.20.2", software: "0.1.3.1",
        serial: "S0001", mac: "B2:4E:B1:3D:42:C6")
    /// The key of the fingerprints; nil leaves secrets without one.
    package var fingerprintKey = FingerprintKey(bytes: Array(repeating: 7, count: FingerprintKey.byteCount)) {
        didSet { records = [:] }
    }
    /// What each section would answer.
    private var answers: [String: Answer] = [:]
    /// Of the sections that nothing was done to.
    private var records: [String: SectionRecord] = [:]

    /// Made once, because tests take many cameras.
    private static let unedited = Result { try ExampleCamera(schema: CameraSchema(files: SchemaFile.embedded)) }

    private enum Answer {
        case data(JSONValue)
        case unsupported(String)
        case failed(String)
    }

    /// All sections that a walk reads and the schema has an example of.
    package init() throws {
        self = try Self.unedited.get()
    }

    private init(schema: CameraSchema) {
        self.schema = schema
        digest = schema.digest
        for endpoint in schema.walkedEndpoints {
            for example in endpoint.examples where example.action == .get {
                let selector = endpoint.selector.flatMap { selector in
                    example.selector.map { SectionName.SelectorValue(argument: selector.argument, value: $0) }
                }
                answers[SectionName(endpoint: endpoint.name, selector: selector).description] = .data(example.data)
            }
        }
        for (name, answer) in answers { records[name] = record(name, answer) }
    }

    // MARK: - Editing

    /// Sets a value at a JSON Pointer of the section's wire form; members that are not there are added.
    package mutating func set(_ section: String, _ pointer: String, to value: JSONValue) throws {
        try edit(section, pointer) { _ in value }
    }

    package mutating func remove(_ section: String, _ pointer: String) throws {
        try edit(section, pointer) { _ in nil }
    }

    /// Changes the value at a place of the section's wire form; nil stands for no value.
    package mutating func edit(_ section: String, _ pointer: String, with change: (JSONValue?) -> JSONValue?) throws {
        guard case .data(let data)? = answers[section], let place = JSONPointer(pointer),
            let edited = data.edited(place.steps[...], change)
        else { throw NoSuchPlace(section: section, pointer: pointer) }
        answer(section, .data(edited))
    }

    /// The same data under another selector: `event/alarm-schedule[alarmType=2]`.
    package mutating func copy(_ section: String, to other: String) {
        answer(other, answers[section])
    }

    package mutating func fail(_ section: String, _ reason: String) {
        answer(section, .failed(reason))
    }

    package mutating func withdraw(_ section: String, _ reason: String) {
        answer(section, .unsupported(reason))
    }

    /// Leaves the section out of the snapshot altogether.
    package mutating func leaveOut(_ section: String) {
        answer(section, nil)
    }

    private mutating func answer(_ section: String, _ answer: Answer?) {
        answers[section] = answer
        records[section] = nil
    }

    // MARK: - Taking

    package func snapshot(taken: SnapshotTime = time) -> Snapshot {
        Snapshot(
            camera: identity, taken: taken, tool: "camkeep 0.1.0", schema: digest,
            sections: Dictionary(
                uniqueKeysWithValues: answers.map { ($0.key, records[$0.key] ?? record($0.key, $0.value)) }))
    }

    private func record(_ name: String, _ answer: Answer) -> SectionRecord {
        let endpoint = SectionName(name).flatMap(schema.endpoint)
        switch answer {
        case .unsupported(let reason): return SectionRecord(unsupported: reason, title: endpoint?.title)
        case .failed(let reason): return SectionRecord(failed: reason, title: endpoint?.title)
        case .data(let data):
            guard let endpoint else { return SectionRecord(config: data) }
            // The examples' ciphertexts are taken for their own clear text.
            var section = Normalizer.normalize(data, of: endpoint, decrypt: { $0 })
            if let fingerprintKey { section = section.fingerprinted(with: fingerprintKey, endpoint: endpoint.name) }
            return SectionRecord(section, title: endpoint.title)
        }
    }
}

/// A section or place that an edit names and the camera does not have.
package struct NoSuchPlace: Error {
    package let section: String
    package let pointer: String
}

extension JSONValue {
    /// Nil if a container on the way does not exist.
    fileprivate func edited(_ steps: ArraySlice<String>, _ change: (JSONValue?) -> JSONValue?) -> JSONValue? {
        guard let step = steps.first else { return change(self) }
        let rest = steps.dropFirst()
        switch self {
        case .object(var object):
            if rest.isEmpty {
                object[step] = change(object[step])
            } else {
                guard let member = object[step]?.edited(rest, change) else { return nil }
                object[step] = member
            }
            return .object(object)
        case .array(var items):
            guard let position = Int(step), (0...items.count).contains(position) else { return nil }
            let item = position < items.count ? items[position] : nil
            let edited = rest.isEmpty ? change(item) : item?.edited(rest, change)
            guard edited != nil || rest.isEmpty else { return nil }
            items.replaceSubrange(position..<(item == nil ? position : position + 1), with: edited.map { [$0] } ?? [])
            return .array(items)
        default: return nil
        }
    }
}
