import CameraSchema
import CameraWalk
import Configuration
import JSONTree
import SemanticDiff
import SimulatedCamera
import Snapshots

/// The camera of a snapshot as a reset would leave it. Sections, ranges, read-only facts, undocumented fields and wording are its
/// own. Settings have the defaults of the schema's examples, and there are no secrets and no presets.
struct FactoryState {
    /// In the camera's own words, with encrypted fields in plain text.
    private(set) var sections: [SectionName: JSONValue] = [:]
    /// Sections that cannot be expressed in the camera's words, with the reason.
    private(set) var inexpressible: [SectionName: String] = [:]

    private let schema: CameraSchema
    private let defaults: [SectionName: JSONValue]

    init(of snapshot: Snapshot, schema: CameraSchema) throws {
        self.schema = schema
        defaults = try CameraTemplate(schema: schema).sections
        for (name, record) in snapshot.sections where record.status == .ok {
            guard let section = SectionName(name), let endpoint = schema.endpoint(of: section) else { continue }
            do throws(EncodingError) {
                sections[section] = try state(of: section, record, endpoint)
            } catch {
                inexpressible[section] = error.description
            }
        }
        addDeviceInfo(snapshot.camera)
    }

    /// A camera must say who it is, even if the snapshot has only some of its sections.
    private mutating func addDeviceInfo(_ camera: CameraIdentity) {
        let section = SectionName(endpoint: "system/device-info")
        guard sections[section] == nil, var information = defaults[section]?.objectValue else { return }
        information["platform"] = camera.model.map(JSONValue.string)
        information["firmwareVersion"] = camera.firmware.map(JSONValue.string)
        information["softwareVersion"] = camera.software.map(JSONValue.string)
        sections[section] = .object(information)
    }

    // MARK: - One section

    private func state(
        of section: SectionName, _ record: SectionRecord, _ endpoint: Endpoint
    ) throws(EncodingError) -> JSONValue {
        let own = NormalizedSection(record) ?? NormalizedSection(config: record.config)
        guard let reset = resetSection(section, record, of: endpoint) else {
            return try WireEncoder.encode(own.withoutSecrets, of: endpoint, .get)
        }
        do throws(EncodingError) {
            return try WireEncoder.encode(reset.withoutSecrets, of: endpoint, .get)
        } catch {
            return try WireEncoder.encode(own.withoutSecrets, of: endpoint, .get)
        }
    }

    /// The section after a reset; nil if there is nothing to reset.
    private func resetSection(
        _ section: SectionName, _ record: SectionRecord, of endpoint: Endpoint
    ) -> NormalizedSection? {
        guard endpoint.isWritten, let example = exampleData(of: section) else { return nil }
        let normal = Normalizer.normalize(example, of: endpoint, decrypt: { $0 })
        let changes = Self.differences(
            in: section, from: record, to: SectionRecord(normal, title: endpoint.title), schema
        ).filter { Self.isReset($0, endpoint) }
        let applied = Self.apply(changes, to: record, in: section)
        guard var reset = NormalizedSection(applied) else { return nil }
        reset.wire.plain = reset.wire.plain.filter { record.config[$0] == reset.config[$0] }
        if let list = endpoint.commands?.list {
            switch reset.config[list] {
            case .object?: reset.config = reset.config.replacing(list, with: .object(JSONObject()))
            case .array?: reset.config = reset.config.replacing(list, with: .array([]))
            default: break
            }
        }
        return reset
    }

    /// The example of a section, or that of another selector if the examples do not have this one.
    private func exampleData(of section: SectionName) -> JSONValue? {
        if let own = defaults[section] { return own }
        let others = defaults.keys.filter { $0.endpoint == section.endpoint }
        return others.min().flatMap { defaults[$0] }
    }

    private static func differences(
        in section: SectionName, from old: SectionRecord, to new: SectionRecord, _ schema: CameraSchema
    ) -> [Change] {
        let sides = [old, new].map { record in
            Snapshot(
                camera: CameraIdentity(address: ""), taken: SnapshotTime(secondsSince1970: 0), tool: "",
                schema: schema.digest, sections: [section.description: record])
        }
        return Differ(schema: schema, options: DiffOptions(include: [.identity]))
            .difference(sides[0], named: "", sides[1], named: "").changes
    }

    /// Whether a reset could cause the change: settings change and entries come and go, but the shape of the camera stays.
    private static func isReset(_ change: Change, _ endpoint: Endpoint) -> Bool {
        guard change.part == .config, change.isDocumented, change.role == .setting || change.role == .identity,
            let field = endpoint.data.member(at: change.pointer), field.presence == .both
        else { return false }
        if case .item = change.detail {
            let list = endpoint.data.member(at: JSONPointer(Array(change.pointer.steps.dropLast())))
            if case .list(_, .content)? = list?.type { return true }
            return false
        }
        return change.kind == .changed
    }

    /// The section with the changes that fit.
    private static func apply(
        _ changes: [Change], to record: SectionRecord, in section: SectionName
    ) -> SectionRecord {
        let name = section.description
        if let all = try? changes.applied(to: [name: record])[name] { return all }
        return changes.filter { $0.kind == .changed }.reduce(record) { record, change in
            (try? [change].applied(to: [name: record])[name]) ?? record
        }
    }
}

extension NormalizedSection {
    /// The section with every secret empty, as a reset leaves it.
    fileprivate var withoutSecrets: NormalizedSection {
        var result = self
        config.collectStandIns(at: JSONPointer()) { result.secrets[$0] = Secret("") }
        for (place, value) in undocumented {
            value.collectStandIns(at: place) { result.secrets[$0] = Secret("") }
        }
        return result
    }
}

extension JSONValue {
    /// Reports every place of a secret's stand-in.
    func collectStandIns(at place: JSONPointer, _ note: (JSONPointer) -> Void) {
        if SecretState(json: self) != nil { return note(place) }
        switch self {
        case .object(let object):
            for (name, value) in object { value.collectStandIns(at: place.appending(name), note) }
        case .array(let items):
            for (position, value) in items.enumerated() {
                value.collectStandIns(at: place.appending(position), note)
            }
        default: return
        }
    }
}
