package import CameraSchema
import CameraWalk
import Configuration
import Cryptography
package import JSONTree
import SemanticDiff
import Snapshots

/// What a camera shows after a write, compared with what was written.
struct ReadBack {
    /// Fields that should have changed, and are not as written.
    private(set) var missing: [FieldDifference] = []
    /// Fields that should not have changed, and are not as before.
    private(set) var besides: [FieldDifference] = []
    /// Places of secrets that were written, and that the camera does not show.
    private(set) var unseen: [JSONPointer] = []
    /// Whether anything that should have changed can be seen.
    private(set) var seesAChange = false
    /// Whether the section looks as it did before the write.
    private(set) var isAsBefore: Bool

    /// Whether the section is as wanted, with nothing in it that cannot be seen.
    var isAsWanted: Bool { missing.isEmpty && besides.isEmpty && unseen.isEmpty }

    /// Stands for the digest of the schema: both sides are read with the same one, and its own digest takes long to compute.
    private static let oneSchema = ContentDigest(of: [])
    /// Identity is compared, because it must not change unless the plan writes it.
    private static let options = DiffOptions(include: [.identity])

    /// - Parameters:
    ///   - read: the section as the camera has it now
    ///   - direction: the direction of the write that it is compared with
    init(_ read: NormalizedSection, of write: SectionWrite, direction: RestoreDirection, schema: CameraSchema) {
        let goal = write.goal(direction)
        let origin = write.origin(direction)
        func changes(_ old: NormalizedSection, _ new: NormalizedSection) -> [Change] {
            let sides = [old, new].map { Self.snapshot($0, write) }
            return Differ(schema: schema, options: Self.options).difference(
                sides[0], named: "", sides[1], named: ""
            ).changes.filter { !$0.isSecret }
        }
        let intended = changes(origin, goal)
        seesAChange = !intended.isEmpty
        isAsBefore = changes(origin, read).isEmpty
        for change in changes(goal, read) {
            let difference = FieldDifference(change)
            if intended.contains(where: { $0.concerns(change) }) {
                missing.append(difference)
            } else {
                besides.append(difference)
            }
        }
        compareSecrets(in: read, sent: write.whole(direction).secrets, before: origin.secrets, endpoint: write.endpoint)
    }

    /// Compares the secrets that the camera shows. Passwords are never shown (field facts, Encrypted fields, 5).
    private mutating func compareSecrets(
        in read: NormalizedSection, sent: [JSONPointer: Secret], before: [JSONPointer: Secret], endpoint: Endpoint
    ) {
        for (place, secret) in sent.sorted(by: { $0.key < $1.key }) {
            let old = before[place]?.reveal()
            guard secret.reveal() != old || old == nil else { continue }
            let shown = read.secrets[place]?.reveal()
            guard let shown, shown != "", shown != .null else {
                if secret.reveal() != "" { unseen.append(place) }
                continue
            }
            seesAChange = true
            if shown != old { isAsBefore = false }
            guard shown != secret.reveal() else { continue }
            missing.append(
                FieldDifference(
                    pointer: place, title: endpoint.data.title(of: place), wanted: SecretState.set(nil).json,
                    found: SecretState.set(nil).json))
        }
    }

    private static func snapshot(
        _ section: NormalizedSection, _ write: SectionWrite
    ) -> Snapshot {
        var section = section
        // What was volatile when the camera was walked is volatile now, too.
        for (role, places) in write.live.roles { section.roles[role, default: []].formUnion(places) }
        return Snapshot(
            camera: CameraIdentity(address: ""), taken: SnapshotTime(secondsSince1970: 0), tool: "",
            schema: oneSchema,
            sections: [write.section.description: SectionRecord(section, title: write.title)])
    }
}

extension Change {
    var isSecret: Bool {
        if case .secret = detail { return true }
        return role == .secret
    }

    /// Whether two changes of one section are at the same place, or one place contains the other.
    fileprivate func concerns(_ other: Change) -> Bool {
        if pointer.contains(other.pointer) || other.pointer.contains(pointer) { return true }
        // Items of a list move to other places as soon as one of them is missing.
        guard case .item = detail, case .item = other.detail else { return false }
        return pointer.steps.dropLast() == other.pointer.steps.dropLast()
    }
}

/// A field that is not as it should be. The values of secrets are stand-ins.
package struct FieldDifference: Sendable, Hashable {
    package let pointer: JSONPointer
    package let title: String
    /// The value that it should have; nil if it should have none.
    package let wanted: JSONValue?
    /// The value on the camera; nil if it has none.
    package let found: JSONValue?

    init(pointer: JSONPointer, title: String, wanted: JSONValue?, found: JSONValue?) {
        self.pointer = pointer
        self.title = title
        self.wanted = wanted
        self.found = found
    }

    /// - Parameter change: from the wanted value to the one on the camera
    init(_ change: Change) {
        self.init(
            pointer: change.pointer, title: change.title, wanted: change.shownOld, found: change.shownNew)
    }
}

extension Field {
    /// The title of the field at a place in canonical form, or the place itself if no field describes it.
    package func title(of place: JSONPointer) -> String {
        let title = member(at: place)?.title ?? ""
        return title.isEmpty ? place.description : title
    }
}
