import CameraClient
import CameraSchema
import CameraWalk
import Configuration

/// Writes one section and proves it by reading it back.
struct StepRunner {
    let session: CameraSession
    let schema: CameraSchema
    /// How long to wait for a camera that does not answer.
    let timeout: Duration
    let pause: Duration

    /// Reads the section again if what is known of it is old.
    func check(
        _ write: SectionWrite, _ direction: RestoreDirection, knowledge: SectionKnowledge
    ) async -> SectionCheck {
        guard knowledge != .fresh else { return .writable(write) }
        let current: NormalizedSection
        do throws(CameraError) {
            current = try await readWithRetries(write)
        } catch {
            return .finished(
                WriteResult(outcome: .unknown(error.message), isTouched: false, isLockedOut: error.forbidsLogin))
        }
        let seen = ReadBack(current, of: write, direction: direction, schema: schema)
        if seen.isAsWanted { return .finished(WriteResult(outcome: .alreadyAsWanted, isTouched: false)) }
        if knowledge == .old, direction == .apply, !seen.isAsBefore {
            return .finished(
                WriteResult(outcome: .changedMeanwhile(seen.missing + seen.besides), isTouched: false))
        }
        var write = write
        write.learn(from: current)
        if write.commands.isEmpty, let place = write.whole(direction).unknownSecrets.first {
            return .finished(
                WriteResult(outcome: .heldBack("the secret at \(place) is not at hand"), isTouched: false))
        }
        return .writable(write)
    }

    /// Sends the section and reads it back, and once more if it is certain that the first time had no effect.
    func write(_ write: SectionWrite, _ direction: RestoreDirection) async -> WriteResult {
        var result = WriteResult(outcome: .notTried, isTouched: true)
        for attempt in 1...2 {
            let reply: WriteReply
            do {
                reply = try await request(write, direction)
            } catch {
                // Nothing was sent: the camera offers no encryption, or its words cannot express it.
                return WriteResult(outcome: .heldBack("\(error)"), isTouched: attempt > 1)
            }
            // The login was refused before the write, which did not happen.
            if case .lost(let error) = reply, error.forbidsLogin {
                return WriteResult(outcome: .refused(error.message), isTouched: attempt > 1, isLockedOut: true)
            }
            let current: NormalizedSection
            do throws(CameraError) {
                current = try await readWithRetries(write)
            } catch {
                return WriteResult(
                    outcome: .unknown(unknown(reply, error)), isTouched: true, isLockedOut: error.forbidsLogin)
            }
            let seen = ReadBack(current, of: write, direction: direction, schema: schema)
            result = judge(reply, seen)
            guard case .lost = result.outcome else { return result }
        }
        return result
    }

    private func judge(_ reply: WriteReply, _ seen: ReadBack) -> WriteResult {
        let isAsWanted = seen.missing.isEmpty
        let verified = StepOutcome.verified(.init(unseenSecrets: seen.unseen, alsoChanged: seen.besides))
        // A secret alone leaves no trace, so the section cannot be known to be as before.
        let isTouched = !seen.isAsBefore || !seen.unseen.isEmpty
        switch reply {
        case .accepted:
            return isAsWanted
                ? WriteResult(outcome: verified, isTouched: true)
                : WriteResult(outcome: .dropped(seen.missing), isTouched: isTouched)
        case .refused(let error):
            // A camera may refuse after it has applied the write, so what can be seen decides.
            return isAsWanted && seen.seesAChange
                ? WriteResult(outcome: verified, isTouched: true)
                : WriteResult(outcome: .refused(error.message), isTouched: !seen.isAsBefore)
        case .lost(let error):
            return isAsWanted && seen.seesAChange
                ? WriteResult(outcome: verified, isTouched: true)
                : WriteResult(outcome: .lost(error.message), isTouched: isTouched)
        }
    }

    private func unknown(_ reply: WriteReply, _ error: CameraError) -> String {
        switch reply {
        case .accepted: "it was accepted and cannot be read back: \(error.message)"
        case .refused(let refusal): "\(refusal.message), and it cannot be read back: \(error.message)"
        case .lost(let loss): "\(loss.message), and it cannot be read back: \(error.message)"
        }
    }

    /// - Throws: ``WriteRefusal``, ``EncodingError``: then nothing was sent
    private func request(_ write: SectionWrite, _ direction: RestoreDirection) async throws -> WriteReply {
        do {
            try await session.write(write, direction)
            return .accepted
        } catch let error as CameraError {
            return error.isRefusal ? .refused(error) : .lost(error)
        }
    }

    /// Reads the section, again and again while the camera does not answer, because it may be restarting.
    func readWithRetries(_ write: SectionWrite) async throws(CameraError) -> NormalizedSection {
        let deadline = ContinuousClock.now + timeout
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
    func write(_ write: SectionWrite, _ direction: RestoreDirection) async throws {
        for message in write.messages(direction) {
            try await self.write(write.endpoint) { encrypt in
                try write.writer.data(message, encrypt: encrypt)
            }
        }
    }
}

extension SectionWrite {
    /// Fills in the secrets that only the camera knows, after a run that ended before its time.
    mutating func learn(from current: NormalizedSection) {
        for (place, secret) in current.secrets where !secrets.contains(place) {
            if live.secrets[place] == nil, live.standIn(at: place) != nil { live.secrets[place] = secret }
            if wanted.secrets[place] == nil, wanted.standIn(at: place) != nil { wanted.secrets[place] = secret }
        }
    }
}
