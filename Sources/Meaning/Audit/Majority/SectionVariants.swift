import CameraSchema
import JSONTree
import Snapshots

/// The different forms that a section has on the cameras that could read it: most cameras share one.
struct SectionVariants {
    /// What is compared of a record.
    struct Variant {
        var config: JSONValue
        var undocumented: [JSONPointer: JSONValue]
        var roles: [Role: [JSONPointer]]
        var title: String?
        /// Positions of the audit's cameras.
        var cameras: [Int]
    }

    private(set) var all: [Variant] = []
    /// By the canonical text of what is compared.
    private var positions: [[UInt8]: Int] = [:]

    init(_ cameras: [AuditedCamera], _ name: String) {
        var latest: [(record: SectionRecord, variant: Int)] = []
        for (position, camera) in cameras.enumerated() {
            guard let record = camera.snapshot.sections[name], record.status == .ok else { continue }
            // Records that are wholly alike need no stripping to be known as such.
            if let known = latest.first(where: { $0.record == record }) {
                all[known.variant].cameras.append(position)
                continue
            }
            let variant = add(Self.stripped(record), position)
            if latest.count < Self.mostRemembered { latest.append((record, variant)) }
        }
    }

    /// Cameras that all differ must not cost the square of their number.
    private static let mostRemembered = 8

    private mutating func add(_ variant: Variant, _ camera: Int) -> Int {
        let key = variant.key
        if let known = positions[key] {
            all[known].cameras.append(camera)
            return known
        }
        positions[key] = all.count
        all.append(variant)
        all[all.count - 1].cameras = [camera]
        return all.count - 1
    }

    /// Without what differs between units by nature, moves by itself or cannot be set.
    private static func stripped(_ record: SectionRecord) -> Variant {
        let leftOut = record.roles.filter { !isCompared($0.key) }.values.flatMap(\.self)
        let undocumented = record.undocumented.filter { member, _ in !leftOut.contains { $0.contains(member) } }
        return Variant(
            config: record.config.without(leftOut), undocumented: undocumented,
            roles: record.roles, title: record.title, cameras: [])
    }

    private static func isCompared(_ role: Role) -> Bool {
        switch role {
        case .setting, .secret, .key: true
        case .identity, .volatile, .readOnly, .constraint, .action: false
        }
    }

    // MARK: - The vote

    func record(_ vote: inout SectionVote, _ field: Field?) -> SectionRecord {
        let config = vote.config(ballots(\.config), field)
        var undocumented: [JSONPointer: JSONValue] = [:]
        for member in Set(all.flatMap(\.undocumented.keys)).sorted() {
            undocumented[member] = vote.undocumented(ballots { $0.undocumented[member] }, member)
        }
        return SectionRecord(config: config, undocumented: undocumented, roles: roles, title: all.first?.title)
    }

    private func ballots(_ value: (Variant) -> JSONValue?) -> Ballots {
        Ballots(all.map { Ballots.Group(value: value($0), cameras: $0.cameras) })
    }

    /// Those that more than half of the cameras with the place note for it.
    private var roles: [Role: [JSONPointer]] {
        guard let first = all.first, all.contains(where: { $0.roles != first.roles }) else {
            return all.first?.roles ?? [:]
        }
        var noted: [Role: [JSONPointer: Int]] = [:]
        for variant in all {
            for (role, places) in variant.roles {
                for place in places { noted[role, default: [:]][place, default: 0] += variant.cameras.count }
            }
        }
        return noted.mapValues { places in
            places.filter { place, count in count * 2 > having(place) }.map(\.key)
        }
    }

    /// A place that was stripped is none that could be looked up, so whoever notes a role for it has it.
    private func having(_ place: JSONPointer) -> Int {
        all.filter { variant in
            variant.config[place] != nil || variant.roles.values.contains { $0.contains(place) }
        }.reduce(0) { $0 + $1.cameras.count }
    }
}

extension SectionVariants.Variant {
    fileprivate var key: [UInt8] {
        let undocumented = undocumented.map { ($0.key.description, $0.value) }
        let roles = roles.map { role, places in
            (role.rawValue, JSONValue.array(places.map { .string($0.description) }))
        }
        return JSONWriter.canonical([config, .object(JSONObject(undocumented)), .object(JSONObject(roles))])
    }
}
