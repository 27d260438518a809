/// The codes with which a simulated camera answers.
enum DeviceReplyCode: Int, Sendable {
    case done = 0
    /// "Request parameter content error" (document, section 5).
    case badParameter = 1
    case noSession = 101
    case sessionTimedOut = 103
    /// On a get: this firmware does not support it (field facts, Calls).
    case unsupported = 203
    /// "The upgrade file is damaged or made for another camera" (document, section 3).
    case badFile = 204
    /// "Login user password is wrong" (document, section 3).
    case wrongPassword = 211
    case keyVerification = 230
    /// "JSON parse error" (field facts, Calls).
    case unreadableJSON = 1001
    case unsupportedAction = 3001
    case tooManySessions = 4001
    case badSession = 4008
    case unknownUser = 5001
    /// Locked after too many wrong passwords. No table lists a code for it; firmware differs.
    case accountLocked = 5007
    case unknownEncryption = 5004

    /// The text beside the code; most answers have none.
    var message: String? {
        switch self {
        case .wrongPassword: "password error"
        case .accountLocked: "account locked, try again in 30 minutes"
        case .tooManySessions: "too many connections"
        case .unknownUser: "no such user"
        default: nil
        }
    }
}
