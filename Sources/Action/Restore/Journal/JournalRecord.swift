import CameraSchema
import CameraWalk
import Configuration
import JSONTree
import Snapshots

/// What happens to a section, as it is noted in the journal.
enum JournalEvent: Sendable, Hashable {
    /// A write is about to be sent.
    case intent(step: Int, RestoreDirection)
    /// - word: the outcome, for people
    /// - touched: whether the section may differ from what it was before
    case outcome(step: Int, RestoreDirection, word: String, touched: Bool, success: Bool)
    /// The camera is reached at another place now.
    case moved(target: String)

    var json: JSONValue {
        switch self {
        case .intent(let step, let direction):
            ["kind": "intent", "step": .integer(step), "way": .string(direction.rawValue)]
        case .outcome(let step, let direction, let word, let touched, let success):
            [
                "kind": "outcome", "step": .integer(step), "way": .string(direction.rawValue), "outcome": .string(word),
                "touched": .bool(touched), "success": .bool(success),
            ]
        case .moved(let target):
            ["kind": "moved", "target": .string(target)]
        }
    }

    init?(json: JSONValue) {
        switch json["kind"]?.stringValue {
        case "moved":
            guard let target = json["target"]?.stringValue else { return nil }
            self = .moved(target: target)
        case let kind?:
            guard let step = json["step"]?.integerValue,
                let direction = json["way"]?.stringValue.flatMap(RestoreDirection.init)
            else { return nil }
            if kind == "intent" {
                self = .intent(step: step, direction)
                return
            }
            guard kind == "outcome", let word = json["outcome"]?.stringValue, let touched = json["touched"]?.boolValue,
                let success = json["success"]?.boolValue
            else { return nil }
            self = .outcome(step: step, direction, word: word, touched: touched, success: success)
        case nil: return nil
        }
    }
}

/// What a journal says about a restore that has not ended.
package struct JournalRecord: Sendable {
    package let header: JournalHeader
    /// Where the camera was reached last.
    package private(set) var target: String
    /// The states of the steps, by position.
    private(set) var states: [State]

    struct State: Sendable, Hashable {
        /// The direction of the last write that was begun; nil if none was.
        var direction: RestoreDirection?
        /// Whether that write also ended.
        var hasEnded = true
        /// Whether the section may differ from what it was before.
        var isTouched = false
        /// Whether the write succeeded, and stands.
        var isDone = false
    }

    /// Reads the entries after the header; nil if they do not fit it.
    init?(_ header: JournalHeader, _ entries: some Sequence<JSONValue>) {
        self.header = header
        target = header.target
        states = header.steps.map { _ in State() }
        for entry in entries {
            guard let event = JournalEvent(json: entry), note(event) else { return nil }
        }
    }

    private mutating func note(_ event: JournalEvent) -> Bool {
        switch event {
        case .moved(let target):
            self.target = target
        case .intent(let step, let direction):
            guard states.indices.contains(step) else { return false }
            states[step].direction = direction
            states[step].hasEnded = false
            states[step].isTouched = true
            states[step].isDone = false
        case .outcome(let step, let direction, _, let touched, let success):
            guard states.indices.contains(step) else { return false }
            states[step].direction = direction
            states[step].hasEnded = true
            states[step].isTouched = touched
            states[step].isDone = direction == .apply && success
        }
        return true
    }

    /// The number of sections that have been written, and stand.
    package var doneCount: Int { states.count(where: \.isDone) }
}

// MARK: - Going on

extension JournalRecord {
    /// The writes of the journal, with the secrets that are at hand. Other secrets are read from the camera.
    func writes(
        _ schema: CameraSchema, secrets: JournalSecrets
    ) throws(SectionWrite.Refusal) -> [SectionWrite] {
        var writes: [SectionWrite] = []
        for step in header.steps {
            guard let section = SectionName(step.section), let live = header.live.sections[step.section],
                let wanted = header.wanted.sections[step.section],
                let before = NormalizedSection(live, secrets: secrets.live[section]),
                let after = NormalizedSection(wanted, secrets: secrets.wanted[section])
            else { throw SectionWrite.Refusal(reason: "\(step.section): the journal does not say what to write") }
            writes.append(
                SectionWrite(
                    section: section, title: step.title, endpoint: try SectionWrite.endpoint(of: section, schema),
                    interrupts: step.interrupts, secrets: step.secrets, commands: step.commands,
                    live: before, wanted: after))
        }
        return writes
    }

    /// Checks that the secrets of all remaining writes are at hand: a write without them would clear them.
    func checkSecrets(_ writes: [SectionWrite]) throws(SectionWrite.Refusal) {
        for (write, state) in zip(writes, states) where !state.isDone {
            guard let place = write.secrets.first(where: { write.wanted.secrets[$0] == nil }) else { continue }
            throw SectionWrite.Refusal(reason: "\(write.section): the secret at \(place) is not at hand any more")
        }
    }
}
