import CameraSchema
import CameraWalk
import Configuration
import JSONTree
import SemanticDiff
import Snapshots

/// Plans the write of one section that both sides have. It drops the changes that the camera would not accept, until the rest can
/// be made to the live section and sent to the camera.
struct SectionPlanner {
    let section: SectionName
    let endpoint: Endpoint
    let live: SectionRecord
    let desired: SectionRecord
    let secrets: SectionSecrets
    let rules: Set<PlanOptions.SecretRule>
    /// The live configuration of the endpoint that names the values that go together; nil if it was not read.
    let bounds: JSONValue?

    /// What is written.
    var kept: [Change] = []
    /// What is left out, and why.
    var omissions: [Omission] = []

    init(
        _ section: SectionName, _ endpoint: Endpoint, live: SectionRecord, desired: SectionRecord,
        secrets: SectionSecrets, rules: Set<PlanOptions.SecretRule>, bounds: JSONValue?
    ) {
        self.section = section
        self.endpoint = endpoint
        self.live = live
        self.desired = desired
        self.secrets = secrets
        self.rules = rules
        self.bounds = bounds
    }

    /// The step of the section; nil if nothing remains to be written. `omissions` says what was left out.
    ///
    /// - Parameters:
    ///   - changes: those that the schema allows
    ///   - includes: whether a place was asked for
    mutating func step(_ changes: [Change], includes: (JSONPointer) -> Bool) -> RestoreStep? {
        kept = changes
        decideSecrets(includes)
        guard !kept.isEmpty else { return nil }
        guard let section = NormalizedSection(live) else {
            omit(kept, .doesNotFit("the notes on the camera's wording cannot be read"))
            return nil
        }
        if let commands = endpoint.commands {
            let requests = commandRequests(commands, on: section)
            return requests.isEmpty ? nil : step(commands: requests)
        }
        guard let merged = fit(section) else { return nil }
        let hidden = secrets.hidden(in: merged.config)
        let unknown = hidden.filter { secrets.held[$0] == nil }
        guard unknown.isEmpty || rules.contains(.mayBeCleared) else {
            omissions.append(
                Omission(
                    section: self.section, title: endpoint.title, reason: .wouldClearSecrets(unknown),
                    count: kept.count))
            return nil
        }
        let changed = kept.flatMap(\.secretPlaces)
        return step(secrets: Set(changed + hidden).subtracting(unknown).sorted(), cleared: unknown)
    }

    private func step(
        secrets: [JSONPointer] = [], cleared: [JSONPointer] = [], commands: [JSONValue] = []
    ) -> RestoreStep {
        RestoreStep(
            section: section, title: endpoint.title, changes: kept, live: live, secrets: secrets,
            clearedSecrets: cleared, commands: commands, interrupts: endpoint.interrupts, danger: endpoint.danger)
    }

    mutating func omit(_ changes: [Change], _ reason: Omission.Reason) {
        guard !changes.isEmpty else { return }
        for change in changes {
            omissions.append(
                Omission(section: section, pointer: change.pointer, title: change.title, reason: reason))
        }
        let gone = Set(changes)
        kept.removeAll(where: gone.contains)
    }

    // MARK: - Secrets

    /// Drops the changes of secrets that nobody holds, and adds those that only their clear text shows.
    private mutating func decideSecrets(_ includes: (JSONPointer) -> Bool) {
        let hidden = Set(secrets.hidden(in: live.config))
        for change in kept {
            guard change.new != nil, change.kind != .moved else { continue }
            if change.secretPlaces.contains(where: { secrets.held[$0] == nil }) {
                omit([change], .secretNotHeld)
            } else if hidden.contains(change.pointer) || secrets.isSame(change.pointer) {
                // The camera does not show it, so nobody can say that it differs. It is written with the rest.
                kept.removeAll { $0 == change }
            }
        }
        for place in secrets.incomparable(live.config, desired.config)
        where includes(place) && !kept.contains(where: { $0.pointer.contains(place) }) && !secrets.isSame(place) {
            guard let change = secrets.change(at: place, section, live.config[place], desired.config[place]) else {
                continue
            }
            kept.append(change)
            if secrets.held[place] == nil { omit([change], .secretNotHeld) }
        }
        if rules.contains(.areRewritten), kept.isEmpty { kept = rewritten(hidden, includes) }
    }

    /// Changes that write secrets that the camera may or may not have.
    private func rewritten(_ hidden: Set<JSONPointer>, _ includes: (JSONPointer) -> Bool) -> [Change] {
        hidden.sorted().filter { place in
            guard let held = secrets.held[place]?.reveal() else { return false }
            return held != "" && held != .null && includes(place)
        }.compactMap { place in
            let old = live.config[place]
            var change = secrets.change(at: place, section, old, SecretState.set(nil).json)
            if old == nil { change?.kind = .added }
            change?.detail = .secret(.notComparable)
            return change
        }
    }
}
