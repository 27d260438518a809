import Cryptography
import Testing

struct SecureRandomTests {
    @Test(arguments: [0, 1, 16, 4096])
    func givesAsManyBytesAsAskedFor(count: Int) throws {
        #expect(try SecureRandom.bytes(count: count).count == count)
    }

    @Test func twoDrawsDiffer() throws {
        #expect(try SecureRandom.bytes(count: 32) != SecureRandom.bytes(count: 32))
    }

    @Test(arguments: [-1, Int(Int32.max) + 1])
    func impossibleCountsAreRefused(count: Int) {
        #expect { try SecureRandom.bytes(count: count) } throws: { ($0 as? CryptographyError)?.code == .wrongSize }
    }
}
