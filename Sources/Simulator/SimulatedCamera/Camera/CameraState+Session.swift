import JSONTree

extension CameraState {
    /// Hands out what a login needs (field facts, Session 1).
    mutating func loginCapabilities(_ call: Call) -> APIReply {
        guard let username = call.data["username"]?.stringValue else { return APIReply(.badParameter) }
        let (id, challenge) = sessions.challenge(for: username, now: clock.uptime)
        var param = JSONObject([("challenge", .string(challenge))])
        if let iterations = options.loginIterations {
            param["iterations"] = .integer(iterations)
            param["enableIteration"] = true
        }
        param["salt"] = .string(salt)
        return APIReply(["encryptionType": ["sha256-1"], "sessionID": .string(id), "param": .object(param)])
    }

    /// Checks the password digest and opens a session (field facts, Session 2 and 3).
    mutating func login(_ call: Call) -> APIReply {
        guard let username = call.data["username"]?.stringValue,
            let digest = call.data["password"]?.stringValue,
            let id = call.data["sessionID"]?.stringValue,
            let datetime = call.data["datetime"]?.stringValue, DatetimeText.isValid(datetime)
        else { return APIReply(.badParameter) }
        guard call.data["loginEncryptionType"]?.stringValue == "sha256-1" else {
            return APIReply(.unknownEncryption)
        }
        let now = clock.uptime
        guard !sessions.isLocked(now: now) else { return APIReply(.accountLocked) }
        guard let challenge = sessions.redeem(sessionID: id, username: username) else { return APIReply(.badSession) }
        guard username == options.user else { return APIReply(.unknownUser) }
        let right = DigestRules.loginDigest(
            username: username, password: options.password, salt: salt, challenge: challenge, datetime: datetime,
            iterations: options.loginIterations)
        guard digest == right else {
            sessions.recordFailure(now: now)
            return APIReply(.wrongPassword)
        }
        sessions.expireOld(now: now, lifetime: options.sessionLifetime)
        guard sessions.openCount < options.sessionLimit else { return APIReply(.tooManySessions) }
        let cookie = "sessionID=" + sessions.open(now: now)
        var reply = APIReply(["cookie": .string(cookie)])
        reply.headers = [HTTPField("Set-Cookie", cookie + "; Path=/; HttpOnly")]
        return reply
    }

    mutating func logout(_ call: Call) -> APIReply {
        if let id = call.sessionID { sessions.close(id) }
        return APIReply(.null)
    }

    /// Any body will do (field facts, Session 4).
    mutating func heartBeat(_ call: Call) -> APIReply {
        if let id = call.sessionID { sessions.heartBeat(id, now: clock.uptime) }
        return APIReply()
    }

    /// What the field cipher needs (field facts, Encrypted fields 1).
    func fieldCapability() -> APIReply {
        APIReply([
            "encryptionType": ["aes128-1"],
            "param": ["aes128-1": ["salt": .string(salt), "iterations": .integer(Self.fieldIterations)]],
        ])
    }

    /// Why a call without an open session is refused; nil when it has one.
    func sessionRefusal(_ call: Call) -> APIReply? {
        switch call.standing {
        case .open: nil
        case .timedOut: APIReply(.sessionTimedOut)
        case .unknown: APIReply(.noSession)
        }
    }
}
