import Cryptography

/// The text before the sealed content: the ways to the file key, and the code that shows that they are unchanged.
struct AgeHeader: Sendable, Equatable {
    static let versionLine = "age-encryption.org/v1"
    /// The longest header that is read, in bytes.
    static let largestByteCount = 1 << 20
    /// The most stanzas that are read or written: each costs a try with each identity.
    static let mostStanzas = 1000

    private static let versionStart = "age-encryption.org/"
    private static let endMark = "---"

    let stanzas: [Stanza]
    let code: [UInt8]
    /// What the code is of: everything up to the end mark.
    let authenticated: [UInt8]

    /// A header for a file key.
    ///
    /// - Throws: ``SealingError`` with `.library`
    init(stanzas: [Stanza], fileKey: SecretBytes) throws(SealingError) {
        self.stanzas = stanzas
        authenticated = Array((Self.versionLine + "\n").utf8) + stanzas.flatMap(\.encoded) + Array(Self.endMark.utf8)
        code = try Self.code(of: authenticated, fileKey: fileKey)
    }

    /// All of it, up to the first byte of the content.
    var encoded: [UInt8] {
        authenticated + Array((" " + UnpaddedBase64.encode(code) + "\n").utf8)
    }

    /// - Throws: ``SealingError`` with `.changedHeader` unless it is as it was when this file key was wrapped.
    func check(fileKey: SecretBytes) throws(SealingError) {
        guard try ConstantTime.areEqual(Self.code(of: authenticated, fileKey: fileKey), code) else {
            throw SealingError(.changedHeader, "the header was changed after sealing")
        }
    }

    private static func code(of bytes: [UInt8], fileKey: SecretBytes) throws(SealingError) -> [UInt8] {
        try translatingFailures { () throws(CryptographyError) in
            let key = try HKDFSHA256.derive(from: fileKey, salt: [], info: Array("header".utf8))
            return try HMACSHA256.code(of: bytes, key: key)
        }
    }

    // MARK: Reading

    /// Reads the header at the beginning of a file.
    ///
    /// - Returns: the header, and where the content begins.
    /// - Throws: ``SealingError`` with `.malformedHeader`, `.unsupportedVersion`
    static func parse(_ file: [UInt8]) throws(SealingError) -> (header: AgeHeader, end: Int) {
        var reader = LineReader(bytes: file.prefix(largestByteCount))
        let first = reader.line()
        guard first == versionLine else {
            if let first, first.hasPrefix(versionStart) {
                throw SealingError(
                    .unsupportedVersion, "this is an age file of another version than 1",
                    hint: "open it with a newer camkeep or age")
            }
            throw malformed("this is not an age file")
        }
        var stanzas: [Stanza] = []
        while true {
            let start = reader.position
            guard let line = reader.line() else { throw malformed("the header has no end") }
            if line.hasPrefix(endMark) {
                guard !stanzas.isEmpty else { throw malformed("the header names no recipient") }
                let code = try code(in: line)
                let authenticated = Array(file[..<(start + endMark.utf8.count)])
                let header = AgeHeader(stanzas: stanzas, code: code, authenticated: authenticated)
                return (header, reader.position)
            }
            guard stanzas.count < mostStanzas else { throw malformed("the header names too many recipients") }
            stanzas.append(try stanza(line, &reader))
        }
    }

    private init(stanzas: [Stanza], code: [UInt8], authenticated: [UInt8]) {
        self.stanzas = stanzas
        self.code = code
        self.authenticated = authenticated
    }

    private static func code(in line: String) throws(SealingError) -> [UInt8] {
        guard line.hasPrefix(endMark + " "),
            let code = UnpaddedBase64.decode(String(line.dropFirst(endMark.utf8.count + 1))),
            code.count == SHA256.digestByteCount
        else { throw malformed("the last line of the header is malformed") }
        return code
    }

    private static func stanza(_ line: String, _ reader: inout LineReader) throws(SealingError) -> Stanza {
        guard line.hasPrefix(Stanza.start) else {
            throw malformed("a line of the header belongs to no recipient")
        }
        let arguments = line.dropFirst(Stanza.start.utf8.count).split(separator: " ", omittingEmptySubsequences: false)
        guard arguments.allSatisfy({ !$0.isEmpty }) else {
            throw malformed("a recipient in the header has an empty argument")
        }
        var base64 = ""
        while true {
            guard let line = reader.line(), line.utf8.count <= Stanza.columns else {
                throw malformed("a key in the header does not end")
            }
            base64 += line
            if line.utf8.count < Stanza.columns { break }
        }
        guard let body = UnpaddedBase64.decode(base64) else { throw malformed("a key in the header is not base64") }
        return Stanza(arguments: arguments.map(String.init), body: body)
    }

    private static func malformed(_ message: String) -> SealingError {
        SealingError(.malformedHeader, message)
    }
}

/// Reads lines of printable ASCII that end with a line feed.
private struct LineReader {
    let bytes: ArraySlice<UInt8>
    private(set) var position = 0

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The next line without its end; nil if there is none, or if it holds anything but printable ASCII.
    mutating func line() -> String? {
        guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        let line = bytes[position..<end]
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        position = end + 1
        return String(decoding: line, as: UTF8.self)
    }
}
