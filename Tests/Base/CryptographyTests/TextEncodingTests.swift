import Cryptography
import Testing

struct TextEncodingTests {
    private static let samples: [[UInt8]] =
        (0..<70).map { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) } } + [Array(0...255)]

    @Test(arguments: samples)
    func decodingUndoesEncoding(bytes: [UInt8]) {
        #expect(HexEncoding.decode(HexEncoding.encode(bytes)) == bytes)
        #expect(Base64Encoding.decode(Base64Encoding.encode(bytes)) == bytes)
    }

    @Test func hexIsLowerCase() {
        #expect(HexEncoding.encode([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
    }

    @Test(arguments: ["0", "0g", "0A", " 00", "00 ", "0x00", "é0", "00\n"])
    func hexThatEncodeNeverWritesIsRefused(text: String) {
        #expect(HexEncoding.decode(text) == nil)
    }

    // RFC 4648, part 10
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64OfTheRFC(plain: String, text: String) {
        #expect(Base64Encoding.encode(plain.utf8) == text)
        #expect(Base64Encoding.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9v\n", "Zm 9v", "Zm9-", "====", "Zg==Zg=="])
    func base64ThatEncodeNeverWritesIsRefused(text: String) {
        #expect(Base64Encoding.decode(text) == nil)
    }
}
