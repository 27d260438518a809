import Cryptography
import Testing

@testable import Sealing

/// Every vector ends as it says itself.
@Suite(
    .enabled(
        if: AgeTestKit.folder != nil,
        "AGE_TESTKIT is not set: it names the folder of the C2SP age test vectors, which are not part of this repository"
    ))
struct AgeTestKitTests {
    @Test func theFolderHoldsVectors() {
        #expect(AgeTestKit.names.count > 100)
    }

    @Test(arguments: AgeTestKit.names)
    func endsAsExpected(name: String) throws {
        let vector = try AgeTestKit.vector(name)
        if vector.isHybrid {
            #expect { try self.identities(vector) } throws: { ($0 as? SealingError)?.code == .unsupportedKey }
            return
        }
        var released = SHA256()
        let limit = 32 << 20
        let identities = try self.identities(vector)
        do throws(SealingError) {
            let plaintext = try AgeFile.open(
                vector.file, armored: vector.isArmored, with: identities, limit: limit
            ) { released.update($0) }
            #expect(vector.expectation == "success")
            #expect(plaintext.withUnsafeBytes { HexEncoding.encode(SHA256.hash($0)) } == vector.payloadDigest)
        } catch {
            #expect(Self.expectation(of: error) == vector.expectation, "\(error)")
        }
        if let digest = vector.payloadDigest { #expect(HexEncoding.encode(released.finalize()) == digest) }

        // Without being told whether it is armoured, it opens exactly when it should.
        let isOpened = (try? AgeFile.open(vector.file, with: identities, limit: limit)) != nil
        #expect(isOpened == (vector.expectation == "success"))
    }

    private func identities(_ vector: AgeTestKit.Vector) throws -> [Identity] {
        try vector.identities.map { try Identity($0) }
            + vector.passphrases.map { Identity(passphrase: SecretBytes(utf8: $0)) }
    }

    private static func expectation(of error: SealingError) -> String? {
        switch error.code {
        case .malformedArmor: "armor failure"
        case .malformedHeader, .unsupportedVersion, .tooCostly: "header failure"
        case .changedHeader: "HMAC failure"
        case .noMatch: "no match"
        case .damagedContent: "payload failure"
        default: nil
        }
    }
}
