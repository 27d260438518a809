import JSONTree

extension Fault {
    /// What goes wrong.
    package enum Kind: Sendable, Hashable {
        // The connection
        /// Closes the connection without an answer; the request has no effect.
        case drop
        /// Closes a kept connection when its second request arrives; a fresh connection works.
        case closeKeepAlive
        /// Closes the connection after each answer without saying so.
        case closeAfterAnswer
        /// Says `Connection: close` with each answer.
        case connectionClose
        /// Answers after this time.
        case slow(Duration)
        /// Bytes that are not HTTP.
        case noise
        /// The camera restarts instead of answering.
        case reboot

        // Sessions
        /// Ends the session of the request: code 101.
        case expireSession
        /// Answers HTTP 401.
        case unauthorized
        /// Refuses a login because too many sessions are open.
        case tooManySessions

        // The body
        /// Half of the body, under the `Content-Length` of the whole.
        case truncate
        /// Bytes that are not JSON.
        case garbage
        /// A JSON text of this many bytes.
        case huge(Int)
        /// A JSON text that never ends.
        case endless
        /// Lists nested this deep.
        case deep(Int)
        /// A web page instead of JSON.
        case html
        /// No body.
        case empty
        /// This HTTP status, with a short web page.
        case status(Int)
        /// A redirect to another host.
        case redirect

        // Writes
        /// Code 0, and nothing changes.
        case ignoreWrites
        /// This code, and nothing changes.
        case refuseWrites(Int)
        /// The write takes effect, then the connection is closed without an answer.
        case loseAfterWrite
        /// The write takes effect, then the camera restarts instead of answering.
        case rebootAfterWrite
        /// Code 0, and one member keeps its old value: the one at this pointer of wire names (`/ipv6/enable`), or the
        /// first that would change.
        case dropField(String?)

        // Values
        /// Names with terminal escapes and other control characters.
        case hostileText
        /// Chinese names in GB18030 instead of UTF-8.
        case gb18030
        /// Numbers and booleans as texts.
        case stringNumbers
        /// A comma before every closing bracket.
        case trailingCommas
        /// `code` as text.
        case wrongCodeType
        /// Encrypted fields under a key that nobody knows.
        case wrongKey
        /// Encrypted fields in clear.
        case clearText
        /// An export whose address leads to another host, and whose file name leads out of every folder.
        case hostileArchiveName
    }
}

extension Fault.Kind {
    /// All kinds with an example of their value, in the order of the list above.
    private static let all: [Fault.Kind] = [
        .drop, .closeKeepAlive, .closeAfterAnswer, .connectionClose, .slow(.milliseconds(500)), .noise, .reboot,
        .expireSession, .unauthorized, .tooManySessions, .truncate, .garbage, .huge(100_000_000), .endless,
        .deep(10_000), .html, .empty, .status(500), .redirect, .ignoreWrites, .refuseWrites(202), .loseAfterWrite,
        .rebootAfterWrite, .dropField(nil), .hostileText, .gb18030, .stringNumbers, .trailingCommas, .wrongCodeType,
        .wrongKey, .clearText,
        .hostileArchiveName,
    ]

    /// The texts of all kinds, with the values that they have when none is given: for help and error messages.
    package static var usage: [String] {
        all.map { kind in kind.value.map { "\(kind.name)=\($0)" } ?? kind.name }
    }

    var name: String {
        switch self {
        case .drop: "drop"
        case .closeKeepAlive: "close-keep-alive"
        case .closeAfterAnswer: "close-after-answer"
        case .connectionClose: "connection-close"
        case .slow: "slow"
        case .noise: "noise"
        case .reboot: "reboot"
        case .expireSession: "expire-session"
        case .unauthorized: "unauthorized"
        case .tooManySessions: "too-many-sessions"
        case .truncate: "truncate"
        case .garbage: "garbage"
        case .huge: "huge"
        case .endless: "endless"
        case .deep: "deep"
        case .html: "html"
        case .empty: "empty"
        case .status: "status"
        case .redirect: "redirect"
        case .ignoreWrites: "ignore-writes"
        case .refuseWrites: "refuse-writes"
        case .loseAfterWrite: "lose-after-write"
        case .rebootAfterWrite: "reboot-after-write"
        case .dropField: "drop-field"
        case .hostileText: "hostile-text"
        case .gb18030: "gb18030"
        case .stringNumbers: "string-numbers"
        case .trailingCommas: "trailing-commas"
        case .wrongCodeType: "wrong-code-type"
        case .wrongKey: "wrong-key"
        case .clearText: "clear-text"
        case .hostileArchiveName: "hostile-archive-name"
        }
    }

    var value: String? {
        switch self {
        case .slow(let duration):
            let parts = duration.components
            return "\(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)ms"
        case .huge(let number), .deep(let number), .status(let number), .refuseWrites(let number):
            return "\(number)"
        case .dropField(let pointer):
            return pointer
        default:
            return nil
        }
    }

    /// Nil for an unknown name, and for a value that is missing its unit, out of range or not wanted.
    init?(name: String, value: String?) {
        guard let standard = Self.all.first(where: { $0.name == name }) else { return nil }
        guard let value else {
            self = standard
            return
        }
        switch standard {
        case .slow:
            guard let duration = Self.duration(value) else { return nil }
            self = .slow(duration)
        case .huge, .deep:
            guard let number = Int(value), (1...10_000_000_000).contains(number) else { return nil }
            if case .huge = standard { self = .huge(number) } else { self = .deep(min(number, 10_000_000)) }
        case .status:
            guard let number = Int(value), (200...599).contains(number) else { return nil }
            self = .status(number)
        case .refuseWrites:
            guard let number = Int(value), number != 0 else { return nil }
            self = .refuseWrites(number)
        case .dropField:
            guard value.utf8.count > 1, let pointer = JSONPointer(value) else { return nil }
            self = .dropField(pointer.description)
        default:
            return nil
        }
    }

    /// `500ms`, `2s`.
    private static func duration(_ text: String) -> Duration? {
        if text.hasSuffix("ms") { return Int(text.dropLast(2)).flatMap { $0 >= 0 ? .milliseconds($0) : nil } }
        if text.hasSuffix("s") { return Int(text.dropLast()).flatMap { $0 >= 0 ? .seconds($0) : nil } }
        return nil
    }

    /// The code of the answer that the fault gives instead of the camera's own.
    var code: Int? {
        switch self {
        case .expireSession: DeviceReplyCode.noSession.rawValue
        case .tooManySessions: DeviceReplyCode.tooManySessions.rawValue
        case .ignoreWrites: DeviceReplyCode.done.rawValue
        case .refuseWrites(let code): code
        default: nil
        }
    }

    /// Whether it can only strike a write that changes something.
    var concernsWritesOnly: Bool {
        switch self {
        case .ignoreWrites, .refuseWrites, .loseAfterWrite, .rebootAfterWrite, .dropField: true
        default: false
        }
    }

    /// Whether it can only strike a request that belongs to an open session.
    var concernsSessionsOnly: Bool {
        switch self {
        case .expireSession, .unauthorized: true
        default: false
        }
    }

    /// Whether it can only strike a login.
    var concernsLoginOnly: Bool {
        self == .tooManySessions
    }
}
