import CameraSchema
import Configuration
import Cryptography
import JSONTree
import SemanticDiff
import Snapshots

/// What more than half of the cameras have, value by value, among those that have the place at all.
///
/// A place without a majority is nobody's fault: every camera is compared with its own value there.
struct MajorityConfiguration {
    let ties: [Tie]
    private var sections: [String: Section] = [:]
    private let identity: CameraIdentity
    private let schemaDigest: ContentDigest?

    private struct Section {
        var record: SectionRecord
        var splits: [SectionVote.Split]
    }

    /// - Parameter filter: ties that it leaves out are not listed
    init(_ cameras: [AuditedCamera], _ schema: CameraSchema, filter: PathFilter) {
        var ties: [Tie] = []
        for name in SectionOrder(schema).sorted(Set(cameras.flatMap(\.snapshot.sections.keys))) {
            let section = SectionName(name) ?? SectionName(endpoint: name)
            let variants = SectionVariants(cameras, name)
            guard filter.concerns(section), !variants.all.isEmpty else { continue }
            var vote = SectionVote()
            let record = variants.record(&vote, schema.endpoint(of: section)?.data)
            sections[name] = Section(record: record, splits: vote.splits)
            ties += vote.splits.compactMap { split in
                filter.includes(section, split.pointer) ? Tie(split, of: name, among: cameras) : nil
            }
        }
        self.ties = ties
        identity = Self.identity(cameras)
        schemaDigest = Self.majority(cameras.map(\.snapshot.schema))
    }

    /// Another firmware explains what a camera has or has not, so the majority has one as well.
    private static func identity(_ cameras: [AuditedCamera]) -> CameraIdentity {
        CameraIdentity(
            address: "majority", firmware: majority(cameras.map(\.snapshot.camera.firmware)) ?? "several",
            software: majority(cameras.map(\.snapshot.camera.software)) ?? nil)
    }

    private static func majority<Value: Hashable>(_ values: [Value]) -> Value? {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.first { $0.value > values.count / 2 }?.key
    }

    /// The configuration with which a camera is compared.
    func configuration(for camera: Snapshot) -> Snapshot {
        Snapshot(
            camera: identity, taken: camera.taken, tool: camera.tool, schema: schemaDigest ?? camera.schema,
            sections: Dictionary(
                uniqueKeysWithValues: sections.map { ($0.key, record($0.value, camera.sections[$0.key])) }))
    }

    private func record(_ section: Section, _ own: SectionRecord?) -> SectionRecord {
        guard !section.splits.isEmpty, let own, own.status == .ok else { return section.record }
        var (config, undocumented) = (section.record.config, section.record.undocumented)
        var missing: [JSONPointer] = []
        for split in section.splits {
            let value = split.isUndocumented ? own.undocumented(at: split.pointer) : own.config[split.pointer]
            if split.isUndocumented {
                undocumented.fill(split.pointer, with: value)
            } else if let value {
                config = config.replacing(split.pointer, with: value)
            } else {
                missing.append(split.pointer)
            }
        }
        if !missing.isEmpty { config = config.without(missing) }
        return SectionRecord(
            config: config, undocumented: undocumented, roles: section.record.roles, wire: section.record.wire,
            title: section.record.title)
    }
}

extension SectionRecord {
    /// The value at a place that is an undocumented member or inside one.
    func undocumented(at pointer: JSONPointer) -> JSONValue? {
        if let value = undocumented[pointer] { return value }
        guard let owner = undocumented.first(where: { $0.key.contains(pointer) }) else { return nil }
        return owner.value[JSONPointer(Array(pointer.steps.dropFirst(owner.key.steps.count)))]
    }
}

extension [JSONPointer: JSONValue] {
    /// Puts a value at a place that is a member or inside one; nil leaves nothing there.
    fileprivate mutating func fill(_ pointer: JSONPointer, with value: JSONValue?) {
        guard let owner = keys.first(where: { $0.contains(pointer) }), let old = self[owner] else { return }
        guard owner != pointer else {
            self[owner] = value
            return
        }
        let inside = JSONPointer(Array(pointer.steps.dropFirst(owner.steps.count)))
        self[owner] = value.map { old.replacing(inside, with: $0) } ?? old.without([inside])
    }
}

extension Tie {
    fileprivate init(_ split: SectionVote.Split, of section: String, among cameras: [AuditedCamera]) {
        self.init(
            place: AuditPlace(section, split.pointer), field: split.field,
            choices: split.ballots.ranked.map { group in
                Choice(value: group.value, cameras: group.cameras.sorted().map { cameras[$0].name })
            })
    }
}
