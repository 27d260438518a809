import Cryptography
import Testing

struct AES128CBCTests {
    // NIST SP 800-38A, F.2.1 and F.2.2
    private let key = "2b7e151628aed2a6abf7158809cf4f3c"
    private let iv = "000102030405060708090a0b0c0d0e0f"
    private let plain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
    private let encrypted =
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"

    @Test func vectorsOfNIST() throws {
        let cipher = try AES128CBC(key: bytes(key), iv: bytes(iv))
        #expect(try HexEncoding.encode(cipher.encrypt(bytes(plain))) == encrypted)
        #expect(try HexEncoding.encode(cipher.decrypt(bytes(encrypted))) == plain)
    }

    @Test(arguments: [0, 1, 2, 7, 64])
    func decryptingUndoesEncrypting(blocks: Int) throws {
        let cipher = try AES128CBC(key: SecureRandom.bytes(count: 16), iv: SecureRandom.bytes(count: 16))
        let plain = try SecureRandom.bytes(count: blocks * 16)
        let encrypted = try cipher.encrypt(plain)
        #expect(encrypted.count == plain.count)
        #expect(try cipher.decrypt(encrypted) == plain)
        if blocks > 0 { #expect(encrypted != plain) }
    }

    @Test(arguments: [(15, 16), (17, 16), (0, 16), (32, 16), (16, 15), (16, 0), (16, 17)])
    func keysAndVectorsOfOtherSizesAreRefused(keyCount: Int, ivCount: Int) {
        #expect {
            try AES128CBC(key: [UInt8](repeating: 0, count: keyCount), iv: [UInt8](repeating: 0, count: ivCount))
        } throws: { ($0 as? CryptographyError)?.code == .wrongSize }
    }

    @Test(arguments: [1, 15, 17, 31])
    func partsOfBlocksAreRefused(count: Int) throws {
        let cipher = try AES128CBC(key: bytes(key), iv: bytes(iv))
        let data = [UInt8](repeating: 0, count: count)
        #expect { try cipher.encrypt(data) } throws: { ($0 as? CryptographyError)?.code == .wrongSize }
        #expect { try cipher.decrypt(data) } throws: { ($0 as? CryptographyError)?.code == .wrongSize }
    }

    // A cipher ends up inside error contexts and logs by accident sooner or later.
    @Test func renderingACipherNeverShowsItsKey() throws {
        let cipher = try AES128CBC(key: bytes(key), iv: bytes(iv))
        var dumped = ""
        dump(cipher, to: &dumped)
        for text in ["\(cipher)", String(describing: cipher), String(reflecting: cipher), dumped] {
            #expect(!text.contains("43, 126") && !text.contains("- 43"))
        }
    }

    private func bytes(_ hexadecimal: String) throws -> [UInt8] {
        try #require(HexEncoding.decode(hexadecimal))
    }
}
