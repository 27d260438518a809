import Cryptography
import TestSupport
import Testing

@testable import Sealing

/// Properties of sealing and opening.
struct SealingTests {
    private static let limit = 1 << 20
    static let chunk = SealedStream.chunkByteCount

    static let sizes = [0, 1, 100, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1, 200_000]

    @Test(arguments: sizes, [false, true])
    func openingUndoesSealing(size: Int, armored: Bool) throws {
        let identity = try Identity.generate()
        let plaintext = try SecureRandom.bytes(count: size)
        let sealed = try AgeFile.seal(plaintext, to: [recipient(identity)], armored: armored)
        #expect(try AgeFile.open(sealed, with: [identity], limit: size) == SecretBytes(copying: plaintext))
        #expect(Armor.isPresent(in: sealed) == armored)
    }

    @Test(arguments: [1, 10])
    func aPassphraseOpensWhatWasSealedForIt(logWork: Int) throws {
        let passphrase = SecretBytes(utf8: "Kranich über Wolke 7")
        let sealed = try AgeFile.seal(
            SecretBytes(utf8: "content"), to: [Recipient(passphrase: passphrase, logWork: logWork)])
        let opened = try AgeFile.open(sealed, with: [Identity(passphrase: passphrase)], limit: Self.limit)
        #expect(opened == SecretBytes(utf8: "content"))
        expect(.noMatch) {
            try AgeFile.open(sealed, with: [Identity(passphrase: SecretBytes(utf8: "kranich"))], limit: Self.limit)
        }
        expect(.noMatch) { try AgeFile.open(sealed, with: [Identity.generate()], limit: Self.limit) }
    }

    @Test func eachOfSeveralRecipientsOpensIt() throws {
        let identities = try (0..<5).map { _ in try Identity.generate() }
        let plaintext = SecretBytes(utf8: "for all of them")
        let sealed = try AgeFile.seal(plaintext, to: identities.map(recipient))
        let stranger = try Identity.generate()
        for identity in identities {
            #expect(try AgeFile.open(sealed, with: [identity], limit: Self.limit) == plaintext)
            #expect(try AgeFile.open(sealed, with: [stranger, identity], limit: Self.limit) == plaintext)
        }
        expect(.noMatch) { try AgeFile.open(sealed, with: [stranger], limit: Self.limit) }
        expect(.noMatch) { try AgeFile.open(sealed, with: [], limit: Self.limit) }
    }

    // Equal contents must not show: neither the file key nor a nonce may ever be used twice.
    @Test func sealingTwiceGivesNothingInCommon() throws {
        let recipient = try recipient(Identity.generate())
        let first = try AgeFile.seal([1, 2, 3], to: [recipient])
        let second = try AgeFile.seal([1, 2, 3], to: [recipient])
        let (header, end) = try AgeHeader.parse(first)
        let (otherHeader, otherEnd) = try AgeHeader.parse(second)
        #expect(header.stanzas[0].arguments[1] != otherHeader.stanzas[0].arguments[1])
        #expect(header.stanzas[0].body != otherHeader.stanzas[0].body)
        #expect(first[end...].prefix(16) != second[otherEnd...].prefix(16))
        #expect(first[end...].suffix(19) != second[otherEnd...].suffix(19))
    }

    // MARK: - Damage

    @Test(arguments: [false, true])
    func everyChangedBitIsNoticed(armored: Bool) throws {
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal(Array("small".utf8), to: [recipient(identity)], armored: armored)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            // After the last line of armour, one white space is as good as another.
            if armored, bit / 8 == sealed.count - 1, changed.last == 0x0B { continue }
            #expect(throws: SealingError.self, "bit \(bit)") {
                try AgeFile.open(changed, with: [identity], limit: Self.limit)
            }
        }
    }

    @Test(arguments: [false, true])
    func everyTruncationIsNoticed(armored: Bool) throws {
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal(Array("small".utf8), to: [recipient(identity)], armored: armored)
        // The last line of armour need not end.
        for count in 0..<(armored ? sealed.count - 1 : sealed.count) {
            #expect(throws: SealingError.self, "\(count) bytes") {
                try AgeFile.open(Array(sealed.prefix(count)), with: [identity], limit: Self.limit)
            }
        }
    }

    // Around the ends of chunks a cut can look like an earlier end.
    @Test(arguments: [chunk + 1, 2 * chunk, 2 * chunk + 5])
    func chunksCannotBeLeftOutMovedOrAdded(size: Int) throws {
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal([UInt8](repeating: 7, count: size), to: [recipient(identity)])
        let start = try AgeHeader.parse(sealed).end + 16
        let step = Self.chunk + 16
        let head = Array(sealed[..<start])
        let chunks = stride(from: start, to: sealed.count, by: step).map {
            Array(sealed[$0..<min($0 + step, sealed.count)])
        }
        let variants: [[[UInt8]]] = [
            chunks.dropLast(), Array(chunks.dropFirst()), chunks.reversed(), chunks + [chunks[0]],
            chunks + [chunks[chunks.count - 1]], [chunks[0]] + chunks, chunks + [[]] + [[0]], [],
        ]
        for (number, variant) in variants.enumerated() where variant != chunks {
            expect(.damagedContent, "variant \(number)") {
                try AgeFile.open(head + variant.flatMap { $0 }, with: [identity], limit: Self.limit)
            }
        }
        for count in [
            start, start + 15, start + 16, start + step - 1, start + step, start + step + 15, start + step + 16,
        ]
        where count < sealed.count {
            expect(.damagedContent, "\(count) bytes") {
                try AgeFile.open(Array(sealed.prefix(count)), with: [identity], limit: Self.limit)
            }
        }
    }

    @Test func aHeaderFromAnotherFileIsRefused() throws {
        let identity = try Identity.generate()
        let one = try AgeFile.seal([1], to: [recipient(identity)])
        let two = try AgeFile.seal([2], to: [recipient(identity)])
        let mixed = try Array(one[..<AgeHeader.parse(one).end] + two[AgeHeader.parse(two).end...])
        expect(.damagedContent) { try AgeFile.open(mixed, with: [identity], limit: Self.limit) }
    }

    // Whoever can write to the store could add a recipient, or take one out, if the header were not bound.
    @Test func recipientsCannotBeAddedOrTakenOut() throws {
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal([1], to: [recipient(identity), recipient(Identity.generate())])
        let (header, end) = try AgeHeader.parse(sealed)
        let code = sealed[header.authenticated.count..<end]
        let version = Array("age-encryption.org/v1\n".utf8)
        for stanzas in [[header.stanzas[0]], header.stanzas + [header.stanzas[1]], header.stanzas.reversed()] {
            let changed = version + stanzas.flatMap(\.encoded) + Array("---".utf8) + code + sealed[end...]
            expect(.changedHeader) { try AgeFile.open(changed, with: [identity], limit: Self.limit) }
        }
    }

    // MARK: - Limits

    @Test func moreThanTheLimitIsNotOpened() throws {
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal([UInt8](repeating: 1, count: 1000), to: [recipient(identity)])
        expect(.tooLarge) { try AgeFile.open(sealed, with: [identity], limit: 999) }
        #expect(try AgeFile.open(sealed, with: [identity], limit: 1000).count == 1000)
    }

    @Test func aHeaderWithoutEndIsGivenUp() throws {
        let stanza = Array("-> x\n\n".utf8)
        let long = Array("age-encryption.org/v1\n".utf8) + (0..<2000).flatMap { _ in stanza }
        expect(.malformedHeader) { try AgeFile.open(long, with: [Identity.generate()], limit: 1) }
        let line = Array("age-encryption.org/v1\n-> ".utf8) + [UInt8](repeating: 0x61, count: 2 << 20)
        expect(.malformedHeader) { try AgeFile.open(line + [0x0A], with: [Identity.generate()], limit: 1) }
    }

    @Test func recipientsAreNotMixedWithAPassphrase() throws {
        let passphrase = try Recipient(passphrase: SecretBytes(utf8: "x"), logWork: 1)
        let key = try recipient(Identity.generate())
        expect(.passphraseWithOthers) { try AgeFile.seal([1], to: [passphrase, key]) }
        expect(.passphraseWithOthers) { try AgeFile.seal([1], to: [passphrase, passphrase]) }
        expect(.noKeys) { try AgeFile.seal([1], to: []) }
        expect(.tooLarge) { try AgeFile.seal([1], to: [Recipient](repeating: key, count: 1001)) }
        expect(.tooCostly) { try Recipient(passphrase: SecretBytes(utf8: "x"), logWork: 23) }
        expect(.malformedKey) { try Recipient(passphrase: SecretBytes(utf8: "")) }
    }

    @Test func aRecipientThatKeepsNothingSecretIsRefused() throws {
        let zero = Recipient(publicKey: [UInt8](repeating: 0, count: 32))
        expect(.malformedKey) { try AgeFile.seal([1], to: [Recipient("\(zero)")]) }
    }

    // Nothing of this may crash, whatever is given out.
    @Test func noiseIsRefused() throws {
        var generator = SeededGenerator(seed: 4)
        let identity = try Identity.generate()
        let sealed = try AgeFile.seal(Array("small".utf8), to: [recipient(identity)], armored: true)
        for _ in 0..<2000 {
            var noise = sealed
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<noise.count - 1, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: noise[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: noise.remove(at: place)
                default: noise.insert(UInt8.random(in: 0...127, using: &generator), at: place)
                }
            }
            if let opened = try? AgeFile.open(noise, with: [identity], limit: Self.limit) {
                #expect(opened == SecretBytes(utf8: "small"), "only white space may differ")
            }
        }
    }
}

func recipient(_ identity: Identity) throws -> Recipient {
    try #require(identity.recipient)
}

/// Expects an error of this kind.
func expect<Value>(
    _ code: SealingError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Value
) {
    #expect(comment, sourceLocation: sourceLocation) {
        try body()
    } throws: { error in
        (error as? SealingError)?.code == code
    }
}
