import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import JSONTree

/// Writes a section that can cut the connection, and finds the camera again: at its new place, or at the old one.
struct ConnectionStep {
    let connection: CameraConnection
    let write: SectionWrite
    let direction: RestoreDirection
    let options: RestoreOptions

    private static let probeTimeout: Duration = .seconds(2)

    /// Whether the camera may be sent to its new place; after an earlier run it may be there already.
    func check(knowledge: SectionKnowledge) async -> SectionCheck {
        let change = AddressChange(of: write, direction: direction, at: connection.target)
        if let obstacle = change.obstacle {
            return .finished(WriteResult(outcome: .heldBack(obstacle), isTouched: false))
        }
        if knowledge != .fresh, let early = await alreadyThere(change, knowledge) { return .finished(early) }
        if let reason = await objection(change) {
            return .finished(WriteResult(outcome: .heldBack(reason), isTouched: false))
        }
        return .writable(write)
    }

    /// Sends the section and finds the camera, and once more if it is certain that the first time had no effect.
    func run() async -> WriteResult {
        let change = AddressChange(of: write, direction: direction, at: connection.target)
        var result = WriteResult(outcome: .notTried, isTouched: true)
        for attempt in 1...2 {
            result = await attemptOnce(change, isRepetition: attempt > 1)
            guard case .lost = result.outcome else { return result }
        }
        return result
    }

    /// What is found at either place; nil if the write is still needed.
    private func alreadyThere(
        _ change: AddressChange, _ knowledge: SectionKnowledge
    ) async -> WriteResult? {
        for candidate in change.candidates {
            guard case .read(let section) = await read(at: candidate) else { continue }
            let seen = ReadBack(section, of: write, direction: direction, schema: connection.schema)
            if seen.isAsWanted {
                return found(.alreadyAsWanted, at: candidate, change)
            }
            if knowledge == .old, direction == .apply, !seen.isAsBefore {
                return WriteResult(outcome: .changedMeanwhile(seen.missing + seen.besides), isTouched: false)
            }
            return nil
        }
        return nil
    }

    /// Why the camera must not be sent to its new place; nil if it may be.
    private func objection(_ change: AddressChange) async -> String? {
        guard change.moves, let new = change.candidates.first else { return nil }
        let finding = await AddressProbe.probe(
            new, isSameHost: new.host == change.old.host, timeout: Self.probeTimeout)
        switch finding {
        case .free: return nil
        case .taken: return "\(new.hostAndPort) answers already: another device or service has it"
        case .unreachable(let reason): return "\(new.hostAndPort) cannot be reached from here: \(reason)"
        }
    }

    private func attemptOnce(_ change: AddressChange, isRepetition: Bool) async -> WriteResult {
        let reply: WriteReply
        do {
            reply = try await connection.session { session in
                do {
                    try await session.write(write, direction)
                    if change.moves { session.abandon() }
                    return .accepted
                } catch let error as CameraError {
                    if !error.isRefusal { session.abandon() }
                    return error.isRefusal ? .refused(error) : .lost(error)
                }
            }
        } catch let error as CameraError {
            // No login, so no write.
            return WriteResult(
                outcome: error.forbidsLogin ? .refused(error.message) : .lost(error.message), isTouched: isRepetition,
                isLockedOut: error.forbidsLogin)
        } catch {
            return WriteResult(outcome: .heldBack("\(error)"), isTouched: isRepetition)
        }
        return await decide(after: reply, change)
    }

    // MARK: - Finding it again

    private enum Sighting {
        case read(NormalizedSection)
        case absent(CameraError?)
    }

    private func read(at target: CameraTarget) async -> Sighting {
        do {
            let section = try await connection.moved(to: target).session { session in
                try await session.section(write.section, of: write.endpoint)
            }
            return .read(section)
        } catch let error as CameraError {
            return .absent(error)
        } catch {
            return .absent(nil)
        }
    }

    private func decide(after reply: WriteReply, _ change: AddressChange) async -> WriteResult {
        let deadline = ContinuousClock.now + options.reconnectTimeout
        var candidates = change.candidates
        var storedAtOld: ReadBack?
        var lastError: CameraError?
        while !candidates.isEmpty {
            for candidate in candidates {
                switch await read(at: candidate) {
                case .absent(let error):
                    lastError = error
                    // A device that refuses the password must not be tried again.
                    if error?.forbidsLogin == true { candidates.removeAll { $0 == candidate } }
                case .read(let section):
                    let seen = ReadBack(section, of: write, direction: direction, schema: connection.schema)
                    let isExpected = candidate == change.candidates.first
                    if seen.missing.isEmpty, seen.seesAChange || !seen.unseen.isEmpty {
                        if isExpected { return found(verified(seen), at: candidate, change) }
                        storedAtOld = seen
                    } else if let result = failure(reply, seen) {
                        return result
                    }
                }
            }
            guard ContinuousClock.now + options.pause < deadline else { break }
            try? await Task.sleep(for: options.pause)
        }
        if let storedAtOld {
            var result = found(verified(storedAtOld), at: change.old, change)
            result.warning =
                "the camera still answers at \(change.old.hostAndPort), although it says that it is at "
                + "\(change.candidates[0].hostAndPort); it may move when it restarts"
            return result
        }
        return WriteResult(
            outcome: .unknown(lossMessage(change, lastError)), isTouched: true,
            isLockedOut: lastError?.forbidsLogin ?? false)
    }

    private func verified(_ seen: ReadBack) -> StepOutcome {
        .verified(.init(unseenSecrets: seen.unseen, alsoChanged: seen.besides))
    }

    private func found(_ outcome: StepOutcome, at target: CameraTarget, _ change: AddressChange) -> WriteResult {
        guard target != change.old else { return WriteResult(outcome: outcome, isTouched: outcome != .alreadyAsWanted) }
        return WriteResult(
            outcome: outcome, isTouched: true, movedTo: target, warning: connection.moved(to: target).noteKey())
    }

    /// The result of a write if the camera answers and does not have what was written.
    private func failure(_ reply: WriteReply, _ seen: ReadBack) -> WriteResult? {
        let isTouched = !seen.isAsBefore || !seen.unseen.isEmpty
        switch reply {
        case .accepted: return WriteResult(outcome: .dropped(seen.missing), isTouched: isTouched)
        case .refused(let error): return WriteResult(outcome: .refused(error.message), isTouched: isTouched)
        case .lost(let error): return WriteResult(outcome: .lost(error.message), isTouched: isTouched)
        }
    }

    /// What the operator needs to know about a camera that is gone.
    private func lossMessage(_ change: AddressChange, _ error: CameraError?) -> String {
        let places = change.candidates.map(\.hostAndPort).joined(separator: " or at ")
        let sent = ReadBack(write.origin(direction), of: write, direction: direction, schema: connection.schema).missing
            .map { "\($0.title) \($0.wanted?.compactText ?? "nothing") (was \($0.found?.compactText ?? "nothing"))" }
        return "the camera does not answer at \(places)"
            + (error.map { " (\($0.message))" } ?? "")
            + ". What was sent: " + (sent.isEmpty ? "what a get does not show" : sent.joined(separator: ", "))
    }

    /// Finds a camera that was about to move when an earlier run ended. Nil if no move was under way, or if the camera does not
    /// answer anywhere.
    static func locate(
        _ record: JournalRecord, writes: [SectionWrite], from connection: CameraConnection, options: RestoreOptions
    ) async -> CameraConnection? {
        let open = zip(writes, record.states).first { $0.cutsConnection && !$1.hasEnded }
        guard let (write, state) = open, let direction = state.direction else { return nil }
        let step = ConnectionStep(connection: connection, write: write, direction: direction, options: options)
        let candidates = AddressChange(of: write, direction: direction, at: connection.target).candidates
        let deadline = ContinuousClock.now + options.reconnectTimeout
        while true {
            for candidate in candidates {
                switch await step.read(at: candidate) {
                case .read: return connection.moved(to: candidate)
                case .absent(let error) where error?.forbidsLogin == true: return nil
                case .absent: continue
                }
            }
            guard ContinuousClock.now + options.pause < deadline else { return nil }
            try? await Task.sleep(for: options.pause)
        }
    }
}
