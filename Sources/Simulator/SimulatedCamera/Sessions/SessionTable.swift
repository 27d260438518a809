import Cryptography

/// Who is logged in, who may log in, and who is locked out.
struct SessionTable: Sendable {
    /// Failed logins after which the account is locked, and for how long (field facts: about half an hour).
    static let failuresBeforeLock = 5
    static let lockDuration: Duration = .seconds(30 * 60)

    private struct Session {
        var lastHeartBeat: Duration
    }

    private struct Challenge {
        var username: String
        var challenge: String
        var since: Duration
    }

    private static let challengeLifetime: Duration = .seconds(60)
    private static let challengeLimit = 64

    private var sessions: [String: Session] = [:]
    /// Cookies of sessions that ended by time, so that they get code 103 instead of 101.
    private var timedOut: [String] = []
    private var challenges: [String: Challenge] = [:]
    private var consecutiveFailures = 0
    private var lockedUntil: Duration?

    private(set) var logins = 0
    private(set) var failedLogins = 0

    var openCount: Int { sessions.count }

    /// Hands out a session id and a challenge for one login.
    mutating func challenge(for username: String, now: Duration) -> (sessionID: String, challenge: String) {
        challenges = challenges.filter { $0.value.since + Self.challengeLifetime > now }
        if challenges.count >= Self.challengeLimit { challenges = [:] }
        let id = Self.randomHex()
        let challenge = Self.randomHex()
        challenges[id] = Challenge(username: username, challenge: challenge, since: now)
        return (id, challenge)
    }

    /// Whether the account is locked now.
    mutating func isLocked(now: Duration) -> Bool {
        guard let lockedUntil else { return false }
        if now < lockedUntil { return true }
        self.lockedUntil = nil
        consecutiveFailures = 0
        return false
    }

    /// The challenge that was handed out with this session id to this user; each can be used once.
    mutating func redeem(sessionID: String, username: String) -> String? {
        guard let challenge = challenges.removeValue(forKey: sessionID), challenge.username == username else {
            return nil
        }
        return challenge.challenge
    }

    mutating func recordFailure(now: Duration) {
        failedLogins += 1
        consecutiveFailures += 1
        if consecutiveFailures >= Self.failuresBeforeLock {
            lockedUntil = now + Self.lockDuration
        }
    }

    /// Opens a session; the caller has checked the limit.
    mutating func open(now: Duration) -> String {
        logins += 1
        consecutiveFailures = 0
        let id = Self.randomHex()
        sessions[id] = Session(lastHeartBeat: now)
        return id
    }

    enum Standing {
        case open
        case timedOut
        case unknown
    }

    /// Forgets sessions without a recent heart-beat, then returns the state of this one.
    mutating func standing(of id: String, now: Duration, lifetime: Duration) -> Standing {
        expireOld(now: now, lifetime: lifetime)
        if sessions[id] != nil { return .open }
        return timedOut.contains(id) ? .timedOut : .unknown
    }

    mutating func expireOld(now: Duration, lifetime: Duration) {
        for (id, session) in sessions where now - session.lastHeartBeat > lifetime {
            sessions[id] = nil
            timedOut.append(id)
        }
        timedOut.removeFirst(max(0, timedOut.count - 1000))
    }

    mutating func heartBeat(_ id: String, now: Duration) {
        sessions[id]?.lastHeartBeat = now
    }

    mutating func close(_ id: String) {
        sessions[id] = nil
    }

    /// Ends all sessions without a trace, as a reboot does.
    mutating func closeAll() {
        sessions = [:]
        challenges = [:]
        timedOut = []
    }

    /// 32 hex digits.
    static func randomHex() -> String {
        let bytes = (try? SecureRandom.bytes(count: 16)) ?? (0..<16).map { _ in UInt8.random(in: 0...255) }
        return HexEncoding.encode(bytes)
    }
}
