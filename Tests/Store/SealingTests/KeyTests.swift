import Cryptography
import TestSupport
import Testing

@testable import Sealing

/// Recipients and identities as texts.
struct KeyTests {
    // The example of age's specification; the secret key is 32 times 0x42.
    private static let identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    private static let publicKey = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

    @Test func theExampleOfTheSpecification() throws {
        let identity = try Identity(Self.identity)
        #expect(identity.recipient?.description == Self.publicKey)
        #expect(identity.text == SecretBytes(utf8: Self.identity))
        #expect(try Identity(secretKey: SecretBytes(copying: [UInt8](repeating: 0x42, count: 32))) == identity)
        #expect(try Recipient(Self.publicKey) == identity.recipient)
    }

    @Test func textsAreReadBackAsTheyWereWritten() throws {
        for _ in 0..<50 {
            let identity = try Identity.generate()
            let text = try #require(identity.text?.exposed())
            #expect(text.count == Self.identity.utf8.count)
            #expect(try Identity(String(decoding: text, as: UTF8.self)) == identity)
            let recipient = try recipient(identity)
            #expect(try Recipient(recipient.description) == recipient)
        }
    }

    @Test func bech32UndoesItself() throws {
        var generator = SeededGenerator(seed: 173)
        for count in 0..<70 {
            let bytes = SecretBytes(copying: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            for prefix in ["age", "AGE-SECRET-KEY-", "x1y"] {
                let text = bytes.withUnsafeBytes { Bech32.encode($0, prefix: prefix) }
                #expect(text.withUnsafeBytes { Bech32.decode($0, prefix: prefix) } == bytes)
            }
        }
    }

    // BIP 173, "Test vectors": valid texts, read with their own prefix.
    @Test(arguments: [
        ("A12UEL5L", "A"), ("a12uel5l", "a"), ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef"),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split"), ("?1ezyfcl", "?"),
    ])
    func vectorsOfBIP173(text: String, prefix: String) throws {
        let decoded = SecretBytes(utf8: text).withUnsafeBytes { Bech32.decode($0, prefix: prefix) }
        let bytes = try #require(decoded)
        #expect(bytes.withUnsafeBytes { Bech32.encode($0, prefix: prefix) } == SecretBytes(utf8: text))
    }

    // Every single mistyped or missing letter is noticed (BIP 173 promises up to four wrong ones).
    @Test func everyMistypedLetterIsNoticed() throws {
        for text in [Self.identity, Self.publicKey] {
            let bytes = Array(text.utf8)
            for position in bytes.indices {
                var wrong = bytes
                wrong[position] =
                    wrong[position] == 0x51 || wrong[position] == 0x71 ? 0x33 : wrong[position] & 0x20 | 0x51
                if wrong == bytes { continue }
                var missing = bytes
                missing.remove(at: position)
                for changed in [wrong, missing] {
                    let changed = String(decoding: changed, as: UTF8.self)
                    expect(.malformedKey, "\(changed)") { try Recipient(changed) }
                    expect(.malformedKey, "\(changed)") { try Identity(changed) }
                }
            }
        }
    }

    @Test(arguments: [
        ("", SealingError.Code.malformedKey), ("age1", .malformedKey), ("hello", .malformedKey), ("1", .malformedKey),
        (publicKey.uppercased(), .malformedKey), (publicKey + " ", .malformedKey), (identity, .malformedKey),
        (String(repeating: "age1q", count: 2000), .unsupportedKey), ("age1é" + publicKey, .malformedKey),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO user@host", .unsupportedKey),
        ("ssh-rsa AAAAB3NzaC1yc2E", .unsupportedKey), ("age1pq1x34nzsvr0rxjsgdn8", .unsupportedKey),
        ("age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e", .unsupportedKey),
        ("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", .unsupportedKey),
    ])
    func whatIsNoRecipientIsCalledByItsName(text: String, code: SealingError.Code) {
        expect(code) { try Recipient(text) }
    }

    @Test(arguments: [
        ("", SealingError.Code.malformedKey), (publicKey, .malformedKey), (identity.lowercased(), .malformedKey),
        ("AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR", .unsupportedKey),
        ("AGE-PLUGIN-YUBIKEY-1Q5PQYQ", .unsupportedKey), ("-----BEGIN OPENSSH PRIVATE KEY-----", .unsupportedKey),
    ])
    func whatIsNoIdentityIsCalledByItsName(text: String, code: SealingError.Code) {
        expect(code) { try Identity(text) }
    }

    // Keys end up inside error contexts and logs by accident sooner or later.
    @Test func renderingNeverShowsASecret() throws {
        let identity = try Identity(Self.identity)
        let passphrase = SecretBytes(utf8: "Kranich")
        let values: [Any] = [
            identity, Identity(passphrase: passphrase), try Recipient(passphrase: passphrase, logWork: 1), [identity],
            IdentityFile.open([identity]),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("GFPYYSJZ") && !text.contains("Kranich") && !text.contains("66"), "\(text)")
            }
        }
        for text in [Self.identity, Self.identity + "X", Self.identity.lowercased()] {
            #expect {
                try Recipient(text)
            } throws: { !"\($0)".uppercased().contains("GFPYYSJZ") }
        }
    }
}
