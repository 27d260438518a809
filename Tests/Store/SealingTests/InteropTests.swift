import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Sealing

/// What we seal, `age` opens, and the other way round.
struct InteropTests {
    private static let sizes = [0, 1, 65_535, 65_536, 65_537, 200_000]
    private let scratch: Scratch
    private let age: Age

    init() throws {
        scratch = try Scratch()
        age = Age(folder: scratch)
    }

    @Test(arguments: sizes, [false, true])
    func ageOpensWhatWeSeal(size: Int, armored: Bool) async throws {
        let identity = try Identity.generate()
        try scratch.write(IdentityFile.text(of: identity, created: "now").exposed(), to: "identity")
        let plaintext = try SecureRandom.bytes(count: size)
        try scratch.write(AgeFile.seal(plaintext, to: [recipient(identity)], armored: armored), to: "sealed")
        #expect(try await age.run(["-d", "-i", "identity", "sealed"]) == plaintext)
    }

    @Test(arguments: sizes, [false, true])
    func weOpenWhatAgeSeals(size: Int, armored: Bool) async throws {
        let identity = try Identity.generate()
        let plaintext = try SecureRandom.bytes(count: size)
        let sealed = try await age.run(
            ["-r", recipient(identity).description] + (armored ? ["-a"] : []), input: plaintext)
        #expect(Armor.isPresent(in: sealed) == armored)
        #expect(try AgeFile.open(sealed, with: [identity], limit: size) == SecretBytes(copying: plaintext))
    }

    @Test func severalRecipientsBothWays() async throws {
        let identities = try (0..<3).map { _ in try Identity.generate() }
        let plaintext = Array("for three".utf8)
        let lines = try identities.map { try recipient($0).description + "\n" }.joined()
        try scratch.write(lines.utf8, to: "recipients")
        let sealed = try await age.run(["-R", "recipients"], input: plaintext)
        try scratch.write(AgeFile.seal(plaintext, to: RecipientsFile.parse(lines.utf8)), to: "sealed")
        for identity in identities {
            #expect(try AgeFile.open(sealed, with: [identity], limit: 100) == SecretBytes(copying: plaintext))
            try scratch.write(IdentityFile.text(of: identity, created: "now").exposed(), to: "identity")
            #expect(try await age.run(["-d", "-i", "identity", "sealed"]) == plaintext)
        }
    }

    @Test func keysOfAgeKeygenAreOurs() async throws {
        let text = try await age.keygen()
        let identities = try #require(try IdentityFile.parse(SecretBytes(copying: text)).identities)
        #expect(identities.count == 1)
        let recipients = try await age.keygen("-y", input: text)
        #expect(try RecipientsFile.parse(recipients) == identities.map(recipient))
    }

    @Test func ourKeysAreThoseOfAgeKeygen() async throws {
        let identity = try Identity.generate()
        let text = IdentityFile.text(of: identity, created: "2026-11-22T14:35:06Z")
        let recipients = try await age.keygen("-y", input: text.exposed())
        #expect(try String(decoding: recipients, as: UTF8.self) == "\(recipient(identity))\n")
    }

    // `age -p` has no option for its work factor, and takes seconds with others beside it.
    @Test func aPassphraseOfAge() async throws {
        let plaintext = Array("sealed on a terminal".utf8)
        try scratch.write(plaintext, to: "plain")
        try await age.run(
            ["-p", "-o", "sealed", "plain"], answering: ["Enter passphrase", "Confirm passphrase"],
            with: "correct horse")
        let identity = Identity(passphrase: SecretBytes(utf8: "correct horse"))
        let opened = try AgeFile.open(scratch.read("sealed"), with: [identity], limit: 100)
        #expect(opened == SecretBytes(copying: plaintext))
    }

    @Test(arguments: [false, true])
    func ageOpensWhatWeSealForAPassphrase(armored: Bool) async throws {
        let recipient = try Recipient(passphrase: SecretBytes(utf8: "correct horse"), logWork: 10)
        let plaintext = Array("opened on a terminal".utf8)
        try scratch.write(AgeFile.seal(plaintext, to: [recipient], armored: armored), to: "sealed")
        try await age.run(
            ["-d", "-o", "plain", "sealed"], answering: ["Enter passphrase"], with: "correct horse")
        #expect(try scratch.read("plain") == plaintext)
    }

    // The convention of `age -p`: an identity file that is itself an age file.
    @Test func ageUsesOurProtectedIdentityFile() async throws {
        let identity = try Identity.generate()
        let passphrase = try Recipient(passphrase: SecretBytes(utf8: "correct horse"), logWork: 10)
        try scratch.write(
            IdentityFile.protectedText(of: identity, created: "now", passphrase: passphrase).exposed(), to: "identity")
        try scratch.write(AgeFile.seal(Array("content".utf8), to: [recipient(identity)]), to: "sealed")
        try await age.run(
            ["-d", "-i", "identity", "-o", "plain", "sealed"], answering: ["Enter passphrase"], with: "correct horse")
        #expect(try scratch.read("plain") == Array("content".utf8))
    }

    @Test func weUseAnIdentityFileThatAgeProtects() async throws {
        let text = try await age.keygen()
        try scratch.write(text, to: "plain")
        try await age.run(
            ["-p", "-a", "-o", "identity", "plain"], answering: ["Enter passphrase", "Confirm passphrase"],
            with: "correct horse")
        chmod(scratch.path("identity"), 0o600)
        guard case .protected(let file) = try IdentityFile.read(scratch.path("identity")) else {
            Issue.record("the file is not recognised as protected")
            return
        }
        let identities = try file.unlock(with: SecretBytes(utf8: "correct horse"))
        #expect(try identities == IdentityFile.parse(SecretBytes(copying: text)).identities)
        expect(.noMatch) { try file.unlock(with: SecretBytes(utf8: "wrong horse")) }
    }
}
