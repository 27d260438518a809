package import CameraSchema
import CameraWalk
package import Configuration
package import JSONTree
import SemanticDiff
import Snapshots

/// A step made ready to be sent: the section as it was and as it should be, both with the secrets that are known.
package struct SectionWrite: Sendable {
    package let section: SectionName
    package let title: String
    package let endpoint: Endpoint
    package let interrupts: Set<Interruption>
    /// Places of secrets that are written, and that a get may not show.
    package let secrets: [JSONPointer]
    /// The canonical data of each request, if the camera takes the section's items one at a time.
    package let commands: [JSONValue]
    /// The section of the camera when the plan was made.
    package internal(set) var live: NormalizedSection
    package internal(set) var wanted: NormalizedSection

    func goal(_ direction: RestoreDirection) -> NormalizedSection { direction == .apply ? wanted : live }
    func origin(_ direction: RestoreDirection) -> NormalizedSection { direction == .apply ? live : wanted }

    var writer: SectionWriter { SectionWriter(section: section, endpoint: endpoint) }
    package var cutsConnection: Bool { interrupts.contains(.connection) }

    /// Why a step is not sent to the camera at all.
    package struct Refusal: Error, Sendable, Hashable {
        package let reason: String
    }

    /// - Parameters:
    ///   - camera: the secrets that the camera showed when the plan was made
    ///   - held: the secrets that are written
    /// - Throws: ``Refusal`` for a step that cannot be sent as it should
    init(
        _ step: RestoreStep, schema: CameraSchema, wording: ClearWording, camera: [JSONPointer: Secret],
        held: [JSONPointer: Secret]
    ) throws(Refusal) {
        let endpoint = try Self.endpoint(of: step.section, schema)
        guard let live = NormalizedSection(step.live, secrets: camera) else {
            throw Refusal(reason: "the camera's own section was not read")
        }
        if let place = step.secrets.first(where: { held[$0] == nil }) {
            throw Refusal(reason: "the secret at \(place) is not held")
        }
        let wanted: NormalizedSection
        do throws(ApplyError) {
            wanted = try step.merged(into: live, held: held)
        } catch {
            throw Refusal(reason: "the plan does not fit the camera: \(error)")
        }
        self.init(
            section: step.section, title: step.title, endpoint: endpoint, interrupts: step.interrupts,
            secrets: step.secrets, commands: step.commands, live: live, wanted: wanted)
        wording.note(step.secrets, of: endpoint, in: &self.live)
        wording.note(step.secrets, of: endpoint, in: &self.wanted)
        try check(mayClear: Set(step.clearedSecrets))
    }

    init(
        section: SectionName, title: String, endpoint: Endpoint, interrupts: Set<Interruption>, secrets: [JSONPointer],
        commands: [JSONValue], live: NormalizedSection, wanted: NormalizedSection
    ) {
        self.section = section
        self.title = title
        self.endpoint = endpoint
        self.interrupts = interrupts
        self.secrets = secrets
        self.commands = commands
        self.live = live
        self.wanted = wanted
        for place in secrets where wanted.standIn(at: place) == nil {
            self.wanted.config = self.wanted.config.setting(place.steps[...], to: SecretState.set(nil).json)
        }
    }

    static func endpoint(of section: SectionName, _ schema: CameraSchema) throws(Refusal) -> Endpoint {
        guard let endpoint = schema.endpoint(of: section), endpoint.kind == .configuration,
            endpoint.actions.contains(.set)
        else { throw Refusal(reason: "the schema knows no write for it") }
        return endpoint
    }

    // MARK: - Checks

    private func check(mayClear: Set<JSONPointer>) throws(Refusal) {
        if commands.isEmpty, let place = wanted.unknownSecrets.first(where: { !mayClear.contains($0) }) {
            throw Refusal(reason: "the write would clear \(place), which the camera keeps and CamKeep does not know")
        }
        if let reason = obstacle(to: .apply) { throw Refusal(reason: reason) }
    }

    /// Why the messages cannot be made; nil if they can be.
    private func obstacle(to direction: RestoreDirection) -> String? {
        do throws(EncodingError) {
            for message in messages(direction) { _ = try writer.data(message, encrypt: { $0 }) }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Why a rollback could not write the section back as it was; nil if it can.
    package var obstacleToRollback: String? { obstacle(to: .rollback) }

    /// Places whose old secret nobody knows: a rollback leaves the new one there.
    package var irrecoverableSecrets: [JSONPointer] {
        secrets.filter { live.secrets[$0].map { $0.reveal() == "" } ?? true }
    }

    // MARK: - Messages

    /// What is sent to the camera, in order: the whole section, or its items one at a time.
    func messages(_ direction: RestoreDirection) -> [NormalizedSection] {
        guard let rules = endpoint.commands, !commands.isEmpty else { return [whole(direction)] }
        let requests = direction == .apply ? commands : commands.reversed().compactMap { undoing($0, rules) }
        return requests.map { NormalizedSection(config: $0, from: .set) }
    }

    /// The whole section in one direction. A rollback that does not know the old secret keeps the new one, because a write without
    /// it would clear it.
    func whole(_ direction: RestoreDirection) -> NormalizedSection {
        var section = goal(direction)
        guard direction == .rollback else { return section }
        for place in irrecoverableSecrets {
            guard let secret = wanted.secrets[place] else { continue }
            section.config = section.config.setting(place.steps[...], to: SecretState.set(nil).json)
            section.secrets[place] = secret
        }
        return section
    }

    /// The command that puts an item back as the camera had it, or removes it if the camera had none.
    private func undoing(_ request: JSONValue, _ rules: ItemCommands) -> JSONValue? {
        guard let item = request[rules.member], let list = endpoint.data.member(at: rules.list),
            case .list(_, .key(let keyName)) = list.type, let key = item[keyName]
        else { return nil }
        let name = key.stringValue ?? key.compactText
        let old = live.config[rules.list.appending(name)]?.objectValue
        var undo = old == nil ? rules.remove : rules.write
        let fields = item.objectValue?.names ?? []
        undo[rules.member] =
            old.map { old in
                .object(JSONObject(fields.compactMap { name in old[name].map { (name, $0) } }))
            } ?? item
        return .object(undo)
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

    /// Every stand-in of a secret, by its place.
    private var standIns: [JSONPointer: SecretState] {
        var found: [JSONPointer: SecretState] = [:]
        config.collectSecrets(at: JSONPointer(), &found)
        for (place, value) in undocumented { value.collectSecrets(at: place, &found) }
        return found
    }

    /// Places of secrets, and of encrypted values, that are not at hand: a write would leave them out.
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

    /// The value with another one at a place. Objects that are missing on the way are made.
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
