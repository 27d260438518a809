import CameraClient
import Cryptography
import TestSupport
import Testing

struct FieldCipherTests {
    private func cipher(loginName: String = "admin", iv: String = "afe13ds34cdjk08c") throws -> FieldCipher {
        try FieldCipher(
            loginName: loginName, salt: "dd51b849f74d6d0fe91207716733e64e", iterations: 10,
            datetime: "2021-03-06T10:47:05", iv: iv)
    }

    @Test(arguments: 0..<UInt64(20))
    func whatIsEncryptedCanBeDecrypted(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let cipher = try cipher(loginName: random.text())
        for _ in 0..<50 {
            let text = String(
                String.UnicodeScalarView(
                    random.text().unicodeScalars.filter { $0.properties.generalCategory != .control }))
            #expect(try cipher.decrypt(cipher.encrypt(text)) == text)
        }
    }

    @Test(arguments: [15, 16, 17, 31, 32, 33, 1000])
    func lengthsAroundABlock(count: Int) throws {
        let cipher = try cipher()
        let text = String(repeating: "x", count: count)
        let encrypted = try cipher.encrypt(text)
        #expect(Base64Encoding.decode(encrypted)?.count == (count + 15) / 16 * 16)
        #expect(cipher.decrypt(encrypted) == text)
    }

    @Test(arguments: [
        "operator", "operator12345678", " ", "=", "AAAA", "eqgtplKWeNMM66cLKc2UrA", "eqgtplKWeNMM66cLKc2UrA==\n",
        "eqgtplKWeNMM66cLKc2UrB==", "密码",
    ])
    func whatIsNoCiphertextIsUnreadable(text: String) throws {
        #expect(try cipher().decrypt(text) == nil)
    }

    @Test func randomBlocksAreUnreadable() throws {
        let cipher = try cipher()
        var generator = SeededGenerator(seed: 7)
        for blocks in 1...40 {
            let bytes = (0..<16 * blocks).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(cipher.decrypt(Base64Encoding.encode(bytes)) == nil)
        }
    }

    @Test func anotherKeyReadsNothing() throws {
        let encrypted = try cipher(loginName: "operator").encrypt("a secret user name")
        #expect(try cipher().decrypt(encrypted) == nil)
    }

    @Test(arguments: ["a\nb", "\u{1B}[31m", "tab\t", "\u{7F}", "\u{9B}2J", "\u{0}x"])
    func controlCharactersAreUnreadable(text: String) throws {
        let cipher = try cipher()
        #expect(try cipher.decrypt(cipher.encrypt(text)) == nil)
    }

    @Test func bytesThatAreNoTextAreUnreadable() throws {
        let key = FieldCipher.key(loginName: "admin", salt: "s", iterations: 0, datetime: "d")
        let block = try AES128CBC(key: key, iv: Array("afe13ds34cdjk08c".utf8))
        let cipher = try FieldCipher(
            loginName: "admin", salt: "s", iterations: 0, datetime: "d", iv: "afe13ds34cdjk08c")
        for bytes: [UInt8] in [[0xC3, 0x28], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], []] {
            let padded = bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
            #expect(try cipher.decrypt(Base64Encoding.encode(block.encrypt(padded))) == nil)
        }
    }

    @Test(arguments: ["", "short", "seventeen letters"])
    func anIVOfAnotherLengthIsRefused(iv: String) {
        #expect(throws: CryptographyError.self) { try cipher(iv: iv) }
    }
}
