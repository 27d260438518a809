package import Cryptography
import Files

/// A file of identities, as age-keygen writes it: one a line, with comments. It may be sealed with a passphrase as a
/// whole (`age -p`).
package enum IdentityFile: Sendable {
    case open([Identity])
    case protected(ProtectedIdentityFile)

    /// The identities of a file that is not protected.
    package var identities: [Identity]? {
        if case .open(let identities) = self { identities } else { nil }
    }

    /// Reads the content of such a file.
    ///
    /// - Throws: ``SealingError`` that names the line, with `.malformedKey`, `.unsupportedKey`; with `.noKeys` if there is
    ///   none.
    package static func parse(_ content: SecretBytes) throws(SealingError) -> IdentityFile {
        try content.withUnsafeBytes { content throws(SealingError) in
            let start = content.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
            if content.starts(with: "age-encryption.org/".utf8) || start.starts(with: "-----BEGIN AGE".utf8) {
                return .protected(ProtectedIdentityFile(sealed: Array(content), source: nil))
            }
            return .open(try lines(content))
        }
    }

    /// Reads such a file of at most 1 MiB.
    ///
    /// - Throws: ``SealingError`` that names the file, as ``parse(_:)``; with `.fileAccess` also if it is not a regular file,
    ///   belongs to somebody else or has a wider mode than 0600.
    package static func read(_ path: String) throws(SealingError) -> IdentityFile {
        do throws(SealingError) {
            let content = try KeyFileFaults.translatingPrivate(path) { () throws(FileFault) in
                try PrivateFile.read(path, limit: KeyFileLines.largestFile)
            }
            switch try parse(content) {
            case .open(let identities): return .open(identities)
            case .protected(let file): return .protected(ProtectedIdentityFile(sealed: file.sealed, source: path))
            }
        } catch {
            throw error.of(path)
        }
    }

    static func lines(_ text: UnsafeRawBufferPointer) throws(SealingError) -> [Identity] {
        var identities: [Identity] = []
        try KeyFileLines.forEach(in: text) { (line, number) throws(SealingError) in
            do throws(SealingError) {
                identities.append(try Identity(text: line))
            } catch {
                throw error.at(line: number)
            }
        }
        guard !identities.isEmpty else {
            throw SealingError(.noKeys, "it has no identity", hint: "'camkeep keys generate' makes one")
        }
        return identities
    }

    // MARK: - Writing

    /// The content of a file for one secret key, as age-keygen writes it.
    ///
    /// - Parameter created: the time, for the comment.
    package static func text(of identity: Identity, created: String) -> SecretBytes {
        let comments = ["# created: \(created)", identity.recipient.map { "# public key: \($0)" }]
        let head = Array(comments.compactMap { $0 }.map { $0 + "\n" }.joined().utf8)
        let key = identity.text ?? SecretBytes(copying: [])
        return key.withUnsafeBytes { key in
            SecretBytes(count: head.count + key.count + 1) { text in
                text.copyBytes(from: head)
                UnsafeMutableRawBufferPointer(rebasing: text[head.count...]).copyMemory(from: key)
                text[head.count + key.count] = 0x0A
            }
        }
    }

    /// The same, sealed with a passphrase and armoured.
    ///
    /// - Throws: ``SealingError`` as ``AgeFile/seal(_:to:armored:)-(SecretBytes,_,_)``.
    package static func protectedText(
        of identity: Identity, created: String, passphrase: Recipient
    ) throws(SealingError) -> SecretBytes {
        try SecretBytes(copying: AgeFile.seal(text(of: identity, created: created), to: [passphrase], armored: true))
    }

    /// Makes a file with mode 0600, whole or not at all, and the folders above it that are missing. A file that is there
    /// is never overwritten.
    ///
    /// - Parameter content: from `text` or `protectedText`.
    /// - Throws: ``SealingError`` that names the file, with `.fileAccess`.
    package static func create(_ path: String, _ content: SecretBytes) throws(SealingError) {
        do throws(FileFault) {
            try PrivateFile.makeFolder(of: path)
            try PrivateFile.create(path, content)
        } catch  where error.isExistingFile {
            throw SealingError(
                .fileAccess, "there is a file of this name, which is never overwritten",
                hint: "it may be the only way to open what was sealed for it; name another file with --output",
                source: path)
        } catch {
            throw SealingError(.fileAccess, "cannot write it: \(error.reason)", source: path)
        }
    }

    /// Whether ``create(_:_:)`` would be refused because there is a file already, to ask before any work is done.
    ///
    /// - Throws: ``SealingError`` that names the file, with `.fileAccess`.
    package static func checkIsFree(_ path: String) throws(SealingError) {
        guard !PrivateFile.isTaken(path) else { throw taken(path) }
    }

    private static func taken(_ path: String) -> SealingError {
        SealingError(
            .fileAccess, "there is a file of this name, which is never overwritten",
            hint: "it may be the only way to open what was sealed for it; name another file with --output",
            source: path)
    }
}

/// An identity file that a passphrase protects.
package struct ProtectedIdentityFile: Sendable {
    let sealed: [UInt8]
    let source: String?

    /// The identities, opened with the passphrase. It takes about a second.
    ///
    /// - Throws: ``SealingError`` that names the file, with `.noMatch` for a wrong passphrase; as ``AgeFile`` for a damaged
    ///   file and ``IdentityFile`` for what is in it.
    package func unlock(with passphrase: SecretBytes) throws(SealingError) -> [Identity] {
        do throws(SealingError) {
            let text = try AgeFile.open(
                sealed, with: [Identity(passphrase: passphrase)], limit: KeyFileLines.largestFile)
            return try text.withUnsafeBytes { text throws(SealingError) in try IdentityFile.lines(text) }
        } catch {
            throw source.map(error.of) ?? error
        }
    }
}
