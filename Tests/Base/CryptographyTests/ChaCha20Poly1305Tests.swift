import Cryptography
import Testing

struct ChaCha20Poly1305Tests {
    // RFC 8439, 2.8.2
    private let key = Array<UInt8>(0x80...0x9F)
    private let nonce: [UInt8] = [0x07, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47]
    private let additional: [UInt8] = [0x50, 0x51, 0x52, 0x53, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7]
    private let plaintext =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
    private let sealed =
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        + "3ff4def08e4b7a9de576d26586cec64b6116" + "1ae10b594f09e26a7e902ecbd0600691"

    @Test func vectorOfTheRFC() throws {
        let cipher = try ChaCha20Poly1305(key: SecretBytes(copying: key))
        let sealed = try seal(Array(plaintext.utf8), cipher, additional: additional)
        #expect(HexEncoding.encode(sealed) == self.sealed)
        #expect(try open(sealed, cipher, additional: additional) == Array(plaintext.utf8))
    }

    @Test(arguments: [0, 1, 15, 16, 17, 64, 1000])
    func openingUndoesSealing(count: Int) throws {
        let cipher = try ChaCha20Poly1305(key: SecretBytes.random(count: 32))
        let plaintext = try SecureRandom.bytes(count: count)
        let sealed = try seal(plaintext, cipher)
        #expect(sealed.count == count + 16)
        #expect(try open(sealed, cipher) == plaintext)
    }

    @Test func whateverIsChangedIsRefusedAndNothingIsGiven() throws {
        let cipher = try ChaCha20Poly1305(key: SecretBytes(copying: key))
        let sealed = try seal(Array("secret".utf8), cipher, additional: [1])
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(try open(changed, cipher, additional: [1]) == nil)
        }
        #expect(try open(sealed, cipher, additional: [2]) == nil)
        #expect(try open(sealed, cipher) == nil)
        #expect(try open(sealed, ChaCha20Poly1305(key: SecretBytes.random(count: 32)), additional: [1]) == nil)
    }

    @Test func otherSizesAreRefused() throws {
        #expect { try ChaCha20Poly1305(key: SecretBytes.random(count: 31)) } throws: { isWrongSize($0) }
        let cipher = try ChaCha20Poly1305(key: SecretBytes(copying: key))
        for (nonce, input, output) in [(11, 5, 21), (13, 5, 21), (12, 5, 20), (12, 5, 22), (12, 0, 0)] {
            var room = [UInt8](repeating: 0, count: output)
            #expect {
                try room.withUnsafeMutableBytes { room in
                    try [UInt8](repeating: 0, count: input).withUnsafeBytes {
                        try cipher.seal($0, nonce: [UInt8](repeating: 0, count: nonce), into: room)
                    }
                }
            } throws: { isWrongSize($0) }
        }
        #expect { try open([UInt8](repeating: 0, count: 15), cipher) } throws: { isWrongSize($0) }
    }

    @Test func renderingACipherNeverShowsItsKey() throws {
        let cipher = try ChaCha20Poly1305(key: SecretBytes(copying: key))
        var dumped = ""
        dump(cipher, to: &dumped)
        for text in ["\(cipher)", String(reflecting: cipher), dumped] { #expect(!text.contains("129")) }
    }

    private func isWrongSize(_ error: any Error) -> Bool {
        (error as? CryptographyError)?.code == .wrongSize
    }

    private func seal(
        _ plaintext: [UInt8], _ cipher: ChaCha20Poly1305, additional: [UInt8] = []
    ) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count + ChaCha20Poly1305.tagByteCount)
        try output.withUnsafeMutableBytes { output in
            try plaintext.withUnsafeBytes { try cipher.seal($0, nonce: nonce, additional: additional, into: output) }
        }
        return output
    }

    /// Nil if it is not authentic; checks that nothing of the plaintext is left then.
    private func open(_ sealed: [UInt8], _ cipher: ChaCha20Poly1305, additional: [UInt8] = []) throws -> [UInt8]? {
        var output = [UInt8](repeating: 0xAA, count: max(0, sealed.count - ChaCha20Poly1305.tagByteCount))
        let isAuthentic = try output.withUnsafeMutableBytes { output in
            try sealed.withUnsafeBytes { try cipher.open($0, nonce: nonce, additional: additional, into: output) }
        }
        if !isAuthentic { #expect(output.allSatisfy { $0 == 0 }) }
        return isAuthentic ? output : nil
    }
}
