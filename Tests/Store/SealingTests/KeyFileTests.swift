import Cryptography
import Foundation
import Testing

@testable import Sealing

/// Files of recipients and identities.
struct KeyFileTests {
    private let scratch: Scratch
    private let identities: [Identity]

    init() throws {
        scratch = try Scratch()
        identities = try (0..<2).map { _ in try Identity.generate() }
    }

    private func text(_ identity: Identity) throws -> String {
        try String(decoding: #require(identity.text).exposed(), as: UTF8.self)
    }

    // MARK: - Recipients

    @Test(arguments: ["\n", "\r\n"])
    func recipientsWithCommentsAndBlankLines(lineEnd: String) throws {
        let keys = try identities.map { try recipient($0) }
        let lines = ["# backup machine", "", "\(keys[0])", "  # indented", "\t\(keys[1])  "]
        #expect(try RecipientsFile.parse(lines.joined(separator: lineEnd).utf8) == keys)
        let path = try scratch.write(lines.joined(separator: lineEnd).utf8, to: "recipients", mode: 0o644)
        #expect(try RecipientsFile.read(path) == keys)
    }

    @Test(arguments: [
        ("age1", SealingError.Code.malformedKey), ("ssh-ed25519 AAAA x", .unsupportedKey),
        ("age1pq1x34nzsvr0rxjsgdn8", .unsupportedKey), ("age1yubikey1qwt50d", .unsupportedKey),
    ])
    func aWrongLineIsNamed(line: String, code: SealingError.Code) throws {
        let text = try "# one\n\(recipient(identities[0]))\n\n\(line)\n"
        let path = try scratch.write(text.utf8, to: "recipients")
        #expect {
            try RecipientsFile.read(path)
        } throws: { error in
            let error = error as? SealingError
            return error?.code == code && error?.line == 4 && error?.description.hasPrefix("\(path), line 4: ") == true
        }
    }

    @Test func aFileWithoutRecipientsIsAnError() throws {
        expect(.noKeys) { try RecipientsFile.parse("# nobody\n\n".utf8) }
        expect(.noKeys) { try RecipientsFile.parse([]) }
        expect(.fileAccess) { try RecipientsFile.read(scratch.path("missing")) }
        expect(.fileAccess) { try RecipientsFile.read(scratch.path) }
        let large = try scratch.write([UInt8](repeating: 0x23, count: (1 << 20) + 1), to: "large")
        expect(.fileAccess) { try RecipientsFile.read(large) }
    }

    @Test(arguments: [nil, "", "# mine", "# mine\n"])
    func addingARecipientKeepsWhatIsThere(before: String?) throws {
        let path = scratch.path("recipients")
        if let before { try scratch.write(before.utf8, to: "recipients", mode: 0o640) }
        let keys = try identities.map { try recipient($0) }
        #expect(try RecipientsFile.add(keys[0], comment: "first", to: path))
        #expect(try RecipientsFile.add(keys[1], comment: "second", to: path))
        #expect(try !RecipientsFile.add(keys[0], comment: "again", to: path))
        #expect(try RecipientsFile.read(path) == keys)
        let text = try String(decoding: scratch.read("recipients"), as: UTF8.self)
        let start = before.map { $0.isEmpty || $0.hasSuffix("\n") ? $0 : $0 + "\n" } ?? ""
        #expect(text == "\(start)# first\n\(keys[0])\n# second\n\(keys[1])\n")
    }

    @Test func nothingIsAddedToAFileWithAMistake() throws {
        let path = try scratch.write("age1mistyped\n".utf8, to: "recipients")
        let key = try recipient(identities[0])
        expect(.malformedKey) { try RecipientsFile.add(key, comment: "x", to: path) }
        #expect(try scratch.read("recipients") == Array("age1mistyped\n".utf8))
    }

    // MARK: - Identities

    @Test(arguments: ["\n", "\r\n"])
    func identitiesWithCommentsAndBlankLines(lineEnd: String) throws {
        let lines = try ["# created: now", text(identities[0]), "", "# other", text(identities[1])]
        let content = SecretBytes(utf8: lines.joined(separator: lineEnd))
        #expect(try IdentityFile.parse(content).identities == identities)
        let path = try scratch.write(content.exposed(), to: "identity")
        #expect(try IdentityFile.read(path).identities == identities)
    }

    @Test func aWrongLineIsNamedAndNeverShown() throws {
        let wrong = try String(text(identities[1]).dropLast()) + "B"
        let path = try scratch.write("\(text(identities[0]))\n# x\n\(wrong)\n".utf8, to: "identity")
        #expect {
            try IdentityFile.read(path)
        } throws: { error in
            let error = error as? SealingError
            return error?.line == 3 && error?.source == path && error?.description.contains("AGE-SECRET") == false
        }
        expect(.noKeys) { try IdentityFile.parse(SecretBytes(utf8: "# nothing\n")) }
    }

    @Test(arguments: [0o640, 0o644, 0o602, 0o660])
    func anIdentityThatOthersCanReadIsRefused(mode: Int) throws {
        let path = try scratch.write(text(identities[0]).utf8, to: "identity", mode: mode)
        #expect {
            try IdentityFile.read(path)
        } throws: { error in
            let error = error as? SealingError
            return error?.code == .fileAccess && error?.hint == "make it yours alone: chmod 600 \(path)"
        }
        chmod(path, 0o400)
        #expect(try IdentityFile.read(path).identities == [identities[0]])
    }

    @Test func aPipeIsNoIdentityFile() throws {
        mkfifo(scratch.path("pipe"), 0o600)
        expect(.fileAccess) { try IdentityFile.read(scratch.path("pipe")) }
        expect(.fileAccess) { try IdentityFile.read(scratch.path) }
        expect(.fileAccess) { try IdentityFile.read(scratch.path("missing")) }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let path = scratch.path("new/folder/identity")
        try IdentityFile.create(path, IdentityFile.text(of: identities[0], created: "2026-11-22T14:35:06Z"))
        #expect(try IdentityFile.read(path).identities == [identities[0]])
        let text = try String(decoding: scratch.read("new/folder/identity"), as: UTF8.self)
        #expect(try text.hasPrefix("# created: 2026-11-22T14:35:06Z\n# public key: \(recipient(identities[0]))\nAGE-"))
        expect(.fileAccess) {
            try IdentityFile.create(path, IdentityFile.text(of: identities[1], created: "later"))
        }
        #expect(try IdentityFile.read(path).identities == [identities[0]])
    }

    @Test func aProtectedFileOpensWithItsPassphrase() throws {
        let passphrase = try Recipient(passphrase: SecretBytes(utf8: "open sesame"), logWork: 4)
        let path = scratch.path("identity")
        try IdentityFile.create(
            path, IdentityFile.protectedText(of: identities[0], created: "now", passphrase: passphrase))
        guard case .protected(let file) = try IdentityFile.read(path) else {
            Issue.record("the file is not recognised as protected")
            return
        }
        #expect(try file.unlock(with: SecretBytes(utf8: "open sesame")) == [identities[0]])
        #expect {
            try file.unlock(with: SecretBytes(utf8: "open barley"))
        } throws: { "\($0)" == "\(path): wrong passphrase" }
        #expect(try !String(decoding: scratch.read("identity"), as: UTF8.self).contains("AGE-SECRET"))

        var damaged = try scratch.read("identity")
        damaged[damaged.count / 2] ^= 1
        guard case .protected(let other) = try IdentityFile.parse(SecretBytes(copying: damaged)) else { return }
        #expect(throws: SealingError.self) { try other.unlock(with: SecretBytes(utf8: "open sesame")) }
    }
}
