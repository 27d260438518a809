import CameraSchema
import CameraWalk
import Configuration
import Cryptography
import JSONTree
import SemanticDiff
import Snapshots

/// What a camera says after a write, compared with what was written.
struct ReadBack {
    /// Fields that were to change, and are not as written: from what was written to what the camera says.
    private(set) var missing: [FieldDifference] = []
    /// Configuration that was not to change and is another than before.
    private(set) var besides: [FieldDifference] = []
    /// Secrets that were written and that the camera does not show.
    private(set) var unseen: [JSONPointer] = []
    /// Whether anything that was to change can be seen.
    private(set) var seesAChange = false
    /// Whether the section is as it was before the write, as far as it can be seen.
    private(set) var isAsBefore: Bool

    /// Whether the section is as the write was to make it, with nothing that cannot be seen.
    var isAsWanted: Bool { missing.isEmpty && besides.isEmpty && unseen.isEmpty }

    /// Both sides are read by the same schema, whose own digest takes long to make.
    private static let oneSchema = ContentDigest(of: [])
    /// Identity is written where the plan says so, and must not change where it does not.
    private static let options = DiffOptions(include: [.identity])

    /// - Parameters:
    ///   - read: the section as the camera has it now
    ///   - direction: of the write that it is held against
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

    /// Passwords are never shown (field facts, Encrypted fields, 5); other secrets are.
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
        // What was found to move when the camera was walked moves now, too.
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

    /// Whether two changes of one section are about the same place, or one is about what the other lies in.
    fileprivate func concerns(_ other: Change) -> Bool {
        if pointer.contains(other.pointer) || other.pointer.contains(pointer) { return true }
        // Items of a list stand at other places as soon as one of them is missing.
        guard case .item = detail, case .item = other.detail else { return false }
        return pointer.steps.dropLast() == other.pointer.steps.dropLast()
    }
}
