import Cryptography

/// The password's digest `sha256-1` (field facts, Session 2).
package enum LoginDigest {
    /// What the camera hands out for one login.
    package struct Challenge: Sendable {
        package var salt: String
        package var challenge: String
        /// Further rounds; 0 where the camera does not ask for them.
        package var iterations: Int

        package init(salt: String, challenge: String, iterations: Int) {
            self.salt = salt
            self.challenge = challenge
            self.iterations = iterations
        }
    }

    /// - Parameter datetime: the client's local time, `YYYY-MM-DDThh:mm:ss`, as the login sends it
    /// - Returns: 64 hexadecimal characters
    package static func digest(user: String, password: String, datetime: String, _ challenge: Challenge) -> String {
        let date = Base64Encoding.encode(Array(datetime.utf8))
        var hash = SHA256.hash(Array((user + challenge.salt + date + password).utf8))
        hash = SHA256.hash(hash + Array(challenge.challenge.utf8))
        return IteratedHash.hex(hash, rounds: challenge.iterations)
    }
}

/// The vendor's key stretching: SHA-256 over the raw digest, again and again.
enum IteratedHash {
    /// More rounds than any camera asks for; a hostile answer must not keep the processor busy.
    static let maximumRounds = 100_000

    static func hex(_ hash: [UInt8], rounds: Int) -> String {
        var hash = hash
        for _ in 0..<max(0, rounds) { hash = SHA256.hash(hash) }
        return HexEncoding.encode(hash)
    }
}
