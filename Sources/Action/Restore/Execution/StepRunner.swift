import CameraClient
import CameraSchema
import CameraWalk
import Configuration

/// Writes one section and proves it by reading it back.
struct StepRunner {
    let session: CameraSession
    let schema: CameraSchema
    /// How long a camera that does not answer is waited for.
    let patience: Duration
    let pause: Duration

    /// What is known of the section before the write.
    enum Knowledge {
        /// It was read a moment ago.
        case fresh
        /// It must be read again, and be as it was when the plan was made.
        case old
        /// It must be read again; a write may have been under way when the last run ended.
        case inDoubt
    }

    struct Result {
        var outcome: StepOutcome
        /// Whether the section may be another than before, so that a rollback must write it.
        var isTouched: Bool
        /// Whether the camera refuses the login, so that nothing more may be tried: it would lock the account.
        var isLockedOut = false
    }

    /// What the camera made of a write, as far as it said.
    private enum Reply {
        case accepted
        case refused(CameraError)
        /// No usable answer: it may have been applied.
        case lost(CameraError)
    }

    /// - Parameter intent: called once before the first request that writes
    func run(
        _ write: SectionWrite, _ way: SectionWrite.Way, _ knowledge: Knowledge, intent: () throws -> Void
    ) async throws -> Result {
        var write = write
        switch knowledge {
        case .fresh: break
        case .old, .inDoubt:
            let current: NormalizedSection
            do throws(CameraError) {
                current = try await readPatiently(write)
            } catch {
                return Result(outcome: .unknown(error.message), isTouched: false, isLockedOut: error.forbidsLogin)
            }
            let seen = ReadBack(current, of: write, way, schema)
            if seen.missing.isEmpty, seen.besides.isEmpty, seen.unseen.isEmpty {
                return Result(outcome: .alreadyAsWanted, isTouched: false)
            }
            if case .old = knowledge, way == .forth, !seen.isAsBefore {
                return Result(
                    outcome: .changedMeanwhile(seen.missing + seen.besides), isTouched: false)
            }
            write.learn(from: current)
            if write.commands.isEmpty, let place = write.whole(way).unknownSecrets.first {
                return Result(outcome: .heldBack("the secret at \(place) is not at hand"), isTouched: false)
            }
        }
        try intent()
        return try await send(write, way)
    }

    private func send(_ write: SectionWrite, _ way: SectionWrite.Way) async throws -> Result {
        var result = Result(outcome: .notTried, isTouched: true)
        for attempt in 1...2 {
            let reply: Reply
            do {
                reply = try await request(write, way)
            } catch let refusal as WriteRefusal {
                return Result(outcome: .heldBack(refusal.description), isTouched: attempt > 1)
            } catch let error as EncodingError {
                return Result(outcome: .heldBack(error.description), isTouched: attempt > 1)
            }
            // The login was refused before the write, which did not happen.
            if case .lost(let error) = reply, error.forbidsLogin {
                return Result(outcome: .refused(error.message), isTouched: attempt > 1, isLockedOut: true)
            }
            let current: NormalizedSection
            do throws(CameraError) {
                current = try await readPatiently(write)
            } catch {
                return Result(
                    outcome: .unknown(unknown(reply, error)), isTouched: true, isLockedOut: error.forbidsLogin)
            }
            let seen = ReadBack(current, of: write, way, schema)
            result = judge(reply, seen)
            guard case .lost = result.outcome else { return result }
        }
        return result
    }

    private func judge(_ reply: Reply, _ seen: ReadBack) -> Result {
        let isAsWanted = seen.missing.isEmpty
        let verified = StepOutcome.verified(.init(unseenSecrets: seen.unseen, alsoChanged: seen.besides))
        // A secret alone leaves no trace, so it is not known to be as before.
        let isTouched = !seen.isAsBefore || !seen.unseen.isEmpty
        switch reply {
        case .accepted:
            return isAsWanted
                ? Result(outcome: verified, isTouched: true)
                : Result(outcome: .dropped(seen.missing), isTouched: isTouched)
        case .refused(let error):
            // Nothing says that a refusal came before the write took effect, so what can be seen decides.
            return isAsWanted && seen.seesAChange
                ? Result(outcome: verified, isTouched: true)
                : Result(outcome: .refused(error.message), isTouched: !seen.isAsBefore)
        case .lost(let error):
            return isAsWanted && seen.seesAChange
                ? Result(outcome: verified, isTouched: true)
                : Result(outcome: .lost(error.message), isTouched: isTouched)
        }
    }

    private func unknown(_ reply: Reply, _ error: CameraError) -> String {
        switch reply {
        case .accepted: "it was accepted and cannot be read back: \(error.message)"
        case .refused(let refusal): "\(refusal.message), and it cannot be read back: \(error.message)"
        case .lost(let loss): "\(loss.message), and it cannot be read back: \(error.message)"
        }
    }

    /// - Throws: ``WriteRefusal``, ``EncodingError``: then nothing was sent
    private func request(_ write: SectionWrite, _ way: SectionWrite.Way) async throws -> Reply {
        do {
            try await session.write(write, way)
            return .accepted
        } catch let error as CameraError {
            return error.isRefusal ? .refused(error) : .lost(error)
        }
    }

    /// Reads the section, over and over if the camera does not answer: it may be restarting.
    func readPatiently(_ write: SectionWrite) async throws(CameraError) -> NormalizedSection {
        let deadline = ContinuousClock.now + patience
        while true {
            do throws(CameraError) {
                return try await session.section(write.section, of: write.endpoint)
            } catch {
                guard error.mayPass, ContinuousClock.now + pause < deadline else { throw error }
            }
            try? await Task.sleep(for: pause)
        }
    }
}

extension CameraSession {
    /// - Throws: ``CameraError``; ``WriteRefusal`` or ``EncodingError`` if nothing was sent
    func write(_ write: SectionWrite, _ way: SectionWrite.Way) async throws {
        for message in write.messages(way) {
            try await self.write(write.endpoint) { encrypt in
                try write.writer.data(message, encrypt: encrypt)
            }
        }
    }
}

extension SectionWrite {
    /// Takes over what only the camera knows, after a run that ended before.
    mutating func learn(from current: NormalizedSection) {
        for (place, secret) in current.secrets where !secrets.contains(place) {
            if live.secrets[place] == nil, live.standIn(at: place) != nil { live.secrets[place] = secret }
            if wanted.secrets[place] == nil, wanted.standIn(at: place) != nil { wanted.secrets[place] = secret }
        }
    }
}
