package import CameraSchema
import CameraWalk
package import Configuration
package import JSONTree
import SemanticDiff
import Snapshots

/// A step made ready to be sent: the section as it was and as it is to be, both with the secrets that are known.
package struct SectionWrite: Sendable {
    package let section: SectionName
    package let title: String
    package let endpoint: Endpoint
    package let interrupts: Set<Interruption>
    package let danger: String?
    /// Places whose secret is written and which a get may not show.
    package let secrets: [JSONPointer]
    /// The camera when the plan was made.
    package internal(set) var live: NormalizedSection
    package internal(set) var wanted: NormalizedSection

    /// Which of the two is written.
    enum Way: String, Sendable {
        case forth
        case back
    }

    func goal(_ way: Way) -> NormalizedSection { way == .forth ? wanted : live }
    func origin(_ way: Way) -> NormalizedSection { way == .forth ? live : wanted }

    var writer: SectionWriter { SectionWriter(section: section, endpoint: endpoint) }
    var cutsConnection: Bool { interrupts.contains(.connection) }

    /// Why a step is not sent to the camera at all, in words.
    package struct Refusal: Error, Sendable, Hashable {
        package let reason: String
    }

    /// - Parameters:
    ///   - camera: the secrets that the camera showed when the plan was made
    ///   - held: those that are put in
    ///   - mayClear: whether a secret that is not known may be left out of the write, which clears it on the camera
    /// - Throws: ``Refusal`` for what cannot be sent as it should
    package init(
        _ step: RestoreStep, schema: CameraSchema, camera: [JSONPointer: Secret], held: [JSONPointer: Secret],
        mayClear: Bool = false
    ) throws(Refusal) {
        let endpoint = try Self.endpoint(of: step.section, schema)
        guard let live = NormalizedSection(step.live, secrets: camera) else {
            throw Refusal(reason: "the camera's own section was not read")
        }
        let record: SectionRecord?
        do throws(ApplyError) {
            record = try step.changes.applied(to: [step.section.description: step.live])[step.section.description]
        } catch {
            throw Refusal(reason: "the plan does not fit the camera: \(error)")
        }
        guard let record, let wanted = NormalizedSection(record) else {
            throw Refusal(reason: "a section cannot be added to a camera or taken from it")
        }
        self.init(step, endpoint, live, wanted)
        putIn(held: held)
        try check(mayClear: mayClear)
    }

    private init(
        _ step: RestoreStep, _ endpoint: Endpoint, _ live: NormalizedSection, _ wanted: NormalizedSection
    ) {
        section = step.section
        title = step.title
        self.endpoint = endpoint
        interrupts = step.interrupts
        danger = step.danger
        secrets = step.secrets
        self.live = live
        self.wanted = wanted
    }

    init(
        section: SectionName, title: String, endpoint: Endpoint, interrupts: Set<Interruption>, secrets: [JSONPointer],
        live: NormalizedSection, wanted: NormalizedSection
    ) {
        self.section = section
        self.title = title
        self.endpoint = endpoint
        self.interrupts = interrupts
        danger = nil
        self.secrets = secrets
        self.live = live
        self.wanted = wanted
    }

    static func endpoint(of section: SectionName, _ schema: CameraSchema) throws(Refusal) -> Endpoint {
        guard let endpoint = schema.endpoint(of: section), endpoint.kind == .configuration,
            endpoint.actions.contains(.set)
        else { throw Refusal(reason: "the schema knows no write for it") }
        return endpoint
    }

    // MARK: - Secrets

    private mutating func putIn(held: [JSONPointer: Secret]) {
        for (place, secret) in live.secrets where isUnchanged(place) { wanted.secrets[place] = secret }
        for place in secrets {
            guard let secret = held[place] else { continue }
            let isEmpty = secret.reveal() == ""
            if wanted.config[place].flatMap(SecretState.init) == nil {
                wanted.config = wanted.config.setting(
                    place.steps[...], to: (isEmpty ? SecretState.empty : .set(nil)).json)
            }
            wanted.secrets[place] = secret
        }
        for place in wanted.cleared where wanted.secrets[place] == nil { wanted.secrets[place] = Secret("") }
    }

    /// Whether the stand-in at a place is the same before and after.
    private func isUnchanged(_ place: JSONPointer) -> Bool {
        guard let state = live.standIn(at: place) else { return false }
        return wanted.standIn(at: place) == state && !secrets.contains(place)
    }

    private func check(mayClear: Bool) throws(Refusal) {
        if let place = secrets.first(where: { wanted.secrets[$0] == nil }) {
            throw Refusal(reason: "the secret at \(place) is not held")
        }
        if !mayClear, let place = wanted.unknownSecrets.first {
            throw Refusal(reason: "the write would clear \(place), which the camera keeps and CamKeep does not know")
        }
        do throws(EncodingError) {
            _ = try writer.data(wanted, encrypt: { $0 })
        } catch {
            throw Refusal(reason: "\(error)")
        }
    }

    /// Why a rollback could not write the section back as it was; nil if it can.
    package var obstacleToRollback: String? {
        do throws(EncodingError) {
            _ = try writer.data(live, encrypt: { $0 })
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Places whose old secret nobody knows, so that a rollback leaves the new one there.
    package var irrecoverableSecrets: [JSONPointer] {
        secrets.filter { live.secrets[$0].map { $0.reveal() == "" } ?? true }
    }

    /// What is sent to the camera on the way back: where the old secret is not known, the new one stays, since a write
    /// without it would clear it.
    func message(_ way: Way) -> NormalizedSection {
        var section = goal(way)
        guard way == .back else { return section }
        for place in irrecoverableSecrets {
            guard let secret = wanted.secrets[place] else { continue }
            if section.config[place] == nil {
                section.config = section.config.setting(place.steps[...], to: SecretState.set(nil).json)
            }
            section.secrets[place] = secret
        }
        return section
    }
}

extension NormalizedSection {
    func standIn(at place: JSONPointer) -> SecretState? {
        if let value = config[place] { return SecretState(json: value) }
        for (owner, value) in undocumented where owner.contains(place) {
            let inside = JSONPointer(Array(place.steps.dropFirst(owner.steps.count)))
            if let state = value[inside].flatMap(SecretState.init) { return state }
        }
        return nil
    }

    /// Every stand-in of a secret by its place.
    private var standIns: [JSONPointer: SecretState] {
        var found: [JSONPointer: SecretState] = [:]
        config.collectSecrets(at: JSONPointer(), &found)
        for (place, value) in undocumented { value.collectSecrets(at: place, &found) }
        return found
    }

    /// Places where a secret is to be empty.
    var cleared: [JSONPointer] {
        standIns.filter { $0.value == .empty }.keys.sorted()
    }

    /// Places with a secret, or an encrypted value, that is not at hand: a write would leave it out.
    var unknownSecrets: [JSONPointer] {
        standIns.filter { $0.value != .empty && secrets[$0.key] == nil }.keys.sorted()
    }
}

extension JSONValue {
    fileprivate func collectSecrets(at place: JSONPointer, _ found: inout [JSONPointer: SecretState]) {
        if let state = SecretState(json: self) {
            found[place] = state
            return
        }
        switch self {
        case .object(let object):
            for (name, value) in object { value.collectSecrets(at: place.appending(name), &found) }
        case .array(let items):
            for (position, value) in items.enumerated() { value.collectSecrets(at: place.appending(position), &found) }
        default: break
        }
    }

    /// The value with another one at a place, objects on the way being made.
    func setting(_ steps: ArraySlice<String>, to value: JSONValue) -> JSONValue {
        guard let step = steps.first else { return value }
        if case .array(var items) = self {
            guard let position = Int(step), items.indices.contains(position) else { return self }
            items[position] = items[position].setting(steps.dropFirst(), to: value)
            return .array(items)
        }
        var object = objectValue ?? JSONObject()
        object[step] = (object[step] ?? .object(JSONObject())).setting(steps.dropFirst(), to: value)
        return .object(object)
    }
}
