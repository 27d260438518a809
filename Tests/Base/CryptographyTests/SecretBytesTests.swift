import Cryptography
import Testing

struct SecretBytesTests {
    @Test(arguments: [[], [7], [UInt8](0...255)])
    func holdsWhatItWasGiven(bytes: [UInt8]) {
        let secret = SecretBytes(copying: bytes)
        #expect(secret.count == bytes.count)
        #expect(secret.exposed() == bytes)
        #expect(secret.withUnsafeBytes { Array($0) } == bytes)
    }

    // OpenSSL documents that the memory is overwritten; that it is ours is what can be seen here.
    @Test func wipingLeavesNothing() {
        var bytes = [UInt8](repeating: 0xAA, count: 100)
        bytes.withUnsafeMutableBytes { SecretBytes.wipe($0) }
        #expect(bytes == [UInt8](repeating: 0, count: 100))
    }

    @Test func equalityIsOfBytes() throws {
        #expect(SecretBytes(utf8: "a") == SecretBytes(copying: [0x61]))
        #expect(SecretBytes(utf8: "a") != SecretBytes(utf8: "b"))
        #expect(SecretBytes(utf8: "a") != SecretBytes(utf8: "ab"))
        #expect(SecretBytes(utf8: "") == SecretBytes(copying: []))
        #expect(try SecretBytes.random(count: 32) != SecretBytes.random(count: 32))
    }

    @Test func aFailureWhileFillingIsPassedOn() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            _ = try SecretBytes(count: 3) { bytes throws(Failure) in
                bytes[0] = 1
                throw Failure()
            }
        }
    }

    // Sooner or later a secret ends up inside an error context or a log by accident.
    @Test func renderingNeverShowsTheBytes() {
        struct Holder { let secret = SecretBytes(utf8: "Kranich") }
        var dumped = ""
        dump(Holder(), to: &dumped)
        let secret = Holder().secret
        for text in ["\(secret)", String(describing: secret), String(reflecting: secret), "\(Holder())", dumped] {
            #expect(!text.contains("Kranich") && !text.contains("114"))
            #expect(text.contains("<7 secret bytes>"))
        }
    }

    @Test(arguments: [-1, Int(Int32.max) + 1])
    func impossibleCountsAreRefused(count: Int) {
        #expect { try SecretBytes.random(count: count) } throws: { ($0 as? CryptographyError)?.code == .wrongSize }
    }
}
