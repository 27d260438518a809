import Cryptography
import Testing

struct DigestTests {
    // NIST CSRC example values for SHA-256, and the empty message of FIPS 180 test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsOfNIST(message: String, digest: String) {
        #expect(HexEncoding.encode(SHA256.hash(message.utf8)) == digest)
        #expect(HexEncoding.encode(SHA256.hash(Array(message.utf8))) == digest)
    }

    @Test func aMillionLettersInPieces() {
        var hasher = SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 997)
        var left = 1_000_000
        while left > 0 {
            hasher.update(piece.prefix(left))
            left -= min(left, piece.count)
        }
        #expect(
            HexEncoding.encode(hasher.finalize())
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func piecesOfAnyKindGiveTheDigestOfTheWhole() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var hasher = SHA256()
        hasher.update(bytes[..<1])
        hasher.update([])
        hasher.update(bytes[1..<500].lazy.map { $0 })
        bytes[500...].withUnsafeBytes { hasher.update($0) }
        #expect(hasher.finalize() == SHA256.hash(bytes))
    }

    // The first login vector's last step in the field facts is a hash over raw bytes: chains must not mix texts and bytes.
    @Test func hashesOfHashesAreOverRawBytes() {
        let twice = SHA256.hash(SHA256.hash("hello".utf8))
        #expect(HexEncoding.encode(twice) == "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50")
    }
}
