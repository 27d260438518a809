import CameraSchema
import Configuration
import JSONTree
import Testing

@testable import Restore

/// What can happen to a restore, by the names that the tables of ``RestoreMachineTests`` use.
enum Happening: String, CaseIterable {
    case started
    case ctrlC
    case loggedIn
    case sessionGone
    case loginLockedOut
    case writable
    case verified
    case alreadyAsWanted
    case heldBack
    case changedMeanwhile
    case refused
    case dropped
    case answerLost
    case cameraGone
    case writeLockedOut
    case noted
    case journalNotWritable
    case loggedOut

    static let results: [Happening] = [
        .verified, .alreadyAsWanted, .heldBack, .changedMeanwhile, .refused, .dropped, .answerLost, .cameraGone,
        .writeLockedOut,
    ]

    var event: RestoreMachine.Event {
        switch self {
        case .started: .started
        case .ctrlC: .interrupted
        case .loggedIn: .loggedIn
        case .sessionGone: .loginFailed(reason: "no answer", isLockedOut: false)
        case .loginLockedOut: .loginFailed(reason: "password refused", isLockedOut: true)
        case .writable: .writable
        case .verified: .finished(WriteResult(outcome: .verified(.init()), isTouched: true))
        case .alreadyAsWanted: .finished(WriteResult(outcome: .alreadyAsWanted, isTouched: false))
        case .heldBack: .finished(WriteResult(outcome: .heldBack("no encryption"), isTouched: false))
        case .changedMeanwhile: .finished(WriteResult(outcome: .changedMeanwhile([]), isTouched: false))
        case .refused: .finished(WriteResult(outcome: .refused("code 202"), isTouched: false))
        case .dropped: .finished(WriteResult(outcome: .dropped([]), isTouched: true))
        case .answerLost: .finished(WriteResult(outcome: .lost("dropped"), isTouched: false))
        case .cameraGone: .finished(WriteResult(outcome: .unknown("no answer"), isTouched: true))
        case .writeLockedOut:
            .finished(WriteResult(outcome: .refused("password refused"), isTouched: false, isLockedOut: true))
        case .noted: .noted
        case .journalNotWritable: .noteFailed(reason: "no space left on device")
        case .loggedOut: .loggedOut
        }
    }
}

/// A machine with what it waits for.
struct MachineRun {
    private(set) var machine: RestoreMachine
    /// What is under way; nil before the start.
    private(set) var pending: RestoreMachine.Action?

    init(_ machine: RestoreMachine) {
        self.machine = machine
    }

    /// Sections in the order of writing; those that can cut the connection come last.
    static func writes(inSession count: Int, alone: Int) throws -> [SectionWrite] {
        let endpoint = try #require(schema.get().endpoints["image/osd"])
        return (0..<count + alone).map { position in
            SectionWrite(
                section: SectionName(endpoint: "test/section-\(position)"), title: "Section \(position)",
                endpoint: endpoint, interrupts: position < count ? [] : [.connection], secrets: [], commands: [],
                live: NormalizedSection(config: [:]), wanted: NormalizedSection(config: [:]))
        }
    }

    private static let schema = Result { try CameraSchema(files: SchemaFile.embedded) }

    @discardableResult
    mutating func handle(_ event: RestoreMachine.Event) -> RestoreMachine.Action {
        let action = machine.handle(event)
        if action != .wait { pending = action }
        return action
    }

    /// What happens if nothing goes wrong; nil at the end.
    var success: Happening? {
        switch pending {
        case nil: .started
        case .logIn?: .loggedIn
        case .check?: .writable
        case .note?: .noted
        case .write?: .verified
        case .logOut?: .loggedOut
        case .end?, .fail?, .wait?: nil
        }
    }

    /// Goes on without faults.
    mutating func succeed() {
        var steps = 0
        while let success, steps < 1000 {
            handle(success.event)
            steps += 1
        }
    }

    // MARK: - In words

    /// `apply writing(1)`, `rollback loggingIn(0)`, `ended`, `abandoned`
    var phase: String {
        switch machine.phase {
        case .applying(let activity, _): "apply \(activity)"
        case .rollingBack(let activity, _): "rollback \(activity)"
        case .ended: "ended"
        case .abandoned: "abandoned"
        }
    }

    /// `finished`, `stopped open interrupted`, `rollbackFailed open lockedOut`, `error`
    var ending: String {
        guard case .ended(let ending, let halts) = machine.phase else {
            return machine.phase == .abandoned ? "error" : "none"
        }
        return
            ([ending.rawValue] + (machine.isOpen ? ["open"] : [])
            + [("interrupted", RestoreMachine.Halt.interrupted), ("lockedOut", .lockedOut)].compactMap {
                halts.contains($1) ? $0 : nil
            }).joined(separator: " ")
    }
}

extension RestoreMachine.Action {
    /// Without its values.
    var word: String {
        switch self {
        case .logIn: "logIn"
        case .check: "check"
        case .note(.intent): "noteIntent"
        case .note: "noteOutcome"
        case .write: "write"
        case .logOut: "logOut"
        case .end: "end"
        case .fail: "fail"
        case .wait: "wait"
        }
    }
}
