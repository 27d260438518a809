package import CameraSchema
import Configuration
import JSONTree
package import SemanticDiff
package import Snapshots

/// What a firmware upgrade did to a camera's settings.
package struct UpgradeReview: Sendable {
    /// Settings that differ from before although nobody set them.
    package private(set) var lost: [Change] = []
    /// Other differences, which cannot be put back. With known defaults also settings at neither their old value nor their default.
    package private(set) var changed: [Change] = []
    /// What only the new firmware has.
    package private(set) var new: [Change] = []
    /// What only the old firmware had.
    package private(set) var gone: [Change] = []
    /// Settings that are as before.
    package private(set) var kept = 0
    /// Sections that one side could not read: nothing is known of them.
    package private(set) var unread: [String] = []
    /// The camera after the upgrade with what it lost put back.
    package private(set) var wanted: Snapshot
    /// Whether the factory defaults are known, so that what was lost is at its default.
    package let knowsDefaults: Bool

    /// - Parameter defaults: the camera with the new firmware as it leaves the factory, if somebody has kept it
    package init(before: Snapshot, after: Snapshot, defaults: Snapshot? = nil, schema: CameraSchema) {
        wanted = after
        knowsDefaults = defaults != nil
        let differ = Differ(schema: schema, options: DiffOptions(include: [.identity]))
        let difference = differ.difference(before, named: "", after, named: "")
        let back = differ.difference(after, named: "", before, named: "").changes
        unread = difference.unreadSections
        let known = Self.statuses(of: back, before, after, schema)
        // A setting at neither value was set by somebody, or means something else to the new firmware.
        let strange = defaults.map { Set(differ.difference($0, named: "", after, named: "").changes.map(Place.init)) }
        var lostPlaces: Set<Place> = []
        for change in difference.changes {
            switch known[Place(change)] ?? Self.status(change) {
            case .lost where strange?.contains(Place(change)) ?? false: changed.append(change)
            case .lost:
                lost.append(change)
                lostPlaces.insert(Place(change))
            case .changed: changed.append(change)
            case .new: new.append(change)
            case .gone: gone.append(change)
            }
        }
        kept = Self.kept(before, after)
        putBack(back.filter { lostPlaces.contains(Place($0)) })
    }

    private struct Place: Hashable {
        let section: String
        let pointer: JSONPointer

        init(_ change: Change) {
            section = change.section
            pointer = change.pointer
        }
    }

    private enum Status {
        case lost
        case changed
        case new
        case gone
    }

    /// The statuses of differences that a restore could put back, or that only one firmware can have.
    private static func statuses(
        of back: [Change], _ before: Snapshot, _ after: Snapshot, _ schema: CameraSchema
    ) -> [Place: Status] {
        let options = PlanOptions(including: [.identity, .presets])
        var statuses: [Place: Status] = [:]
        for change in back {
            let endpoint = SectionName(change.section).flatMap { schema.endpoint(of: $0) }
            let writability = Writability(
                endpoint: endpoint, options: options, isOtherModel: before.camera.model != after.camera.model,
                isOtherFirmware: true)
            switch writability.reason(change) {
            case nil: statuses[Place(change)] = .lost
            case .notOnCamera: statuses[Place(change)] = .gone
            case .notInSnapshot: statuses[Place(change)] = .new
            default: continue
            }
        }
        return statuses
    }

    private static func status(_ change: Change) -> Status {
        if case .section = change.detail { return change.kind == .added ? .new : .gone }
        guard change.cause == .firmware || !change.isDocumented else { return .changed }
        switch change.kind {
        case .added: return .new
        case .removed: return .gone
        case .changed, .moved: return .changed
        }
    }

    // MARK: - Kept

    private static func kept(_ before: Snapshot, _ after: Snapshot) -> Int {
        before.sections.reduce(0) { count, section in
            guard section.value.status == .ok, let now = after.sections[section.key], now.status == .ok,
                let old = section.value.comparable["config"], let new = now.comparable["config"]
            else { return count }
            return count + same(old, new)
        }
    }

    private static func same(_ old: JSONValue, _ new: JSONValue?) -> Int {
        if SecretState(json: old) != nil { return old == new ? 1 : 0 }
        switch old {
        case .object(let object):
            return object.reduce(0) { $0 + same($1.value, new?[$1.key]) }
        case .array(let items):
            guard let others = new?.arrayValue else { return 0 }
            return zip(items, others).reduce(0) { $0 + same($1.0, $1.1) }
        default: return old == new ? 1 : 0
        }
    }

    // MARK: - Lost

    private mutating func putBack(_ changes: [Change]) {
        for (section, changes) in Dictionary(grouping: changes, by: \.section) {
            guard let record = wanted.sections[section] else { continue }
            if let whole = try? changes.applied(to: [section: record])[section] {
                wanted.sections[section] = whole
            } else {
                // What does not fit together is put back as far as it goes; the plan says what is left.
                wanted.sections[section] = changes.reduce(record) { record, change in
                    (try? [change].applied(to: [section: record])[section]) ?? record
                }
            }
        }
    }
}
