import Cryptography
import Testing

struct X25519Tests {
    // RFC 7748, 5.2: scalar, u-coordinate, result. The second u-coordinate has the bit set that is to be ignored.
    @Test(arguments: [
        (
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        ),
        (
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
        ),
    ])
    func vectorsOfScalarMultiplication(scalar: String, point: String, result: String) throws {
        let shared = try X25519.sharedSecret(of: secret(scalar), with: bytes(point))
        #expect(HexEncoding.encode(shared.exposed()) == result)
    }

    // RFC 7748, 5.2: the result becomes the scalar, the scalar the point, a thousand times.
    @Test func aThousandIterations() throws {
        var scalar = "09" + String(repeating: "00", count: 31)
        var point = scalar
        for round in 1...1000 {
            let shared = try X25519.sharedSecret(of: secret(scalar), with: bytes(point))
            (point, scalar) = (scalar, HexEncoding.encode(shared.exposed()))
            if round == 1 {
                #expect(scalar == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")
            }
        }
        #expect(scalar == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")
    }

    // RFC 7748, 6.1
    @Test func bothSidesOfAnAgreementComeToTheSame() throws {
        let alice = try secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        let bob = try secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        let alicePublic = try X25519.publicKey(of: alice)
        let bobPublic = try X25519.publicKey(of: bob)
        #expect(
            HexEncoding.encode(alicePublic) == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        #expect(HexEncoding.encode(bobPublic) == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
        let shared = try X25519.sharedSecret(of: alice, with: bobPublic)
        #expect(
            HexEncoding.encode(shared.exposed())
                == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
        #expect(try X25519.sharedSecret(of: bob, with: alicePublic) == shared)
    }

    // The points of low order 1, 2, 4 and 8, and those that are congruent to 0 and 1: an all-zero secret is none.
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func publicKeysOfLowOrderAreRefused(point: String) throws {
        let secret = try SecretBytes.random(count: 32)
        let point = try bytes(point)
        #expect { try X25519.sharedSecret(of: secret, with: point) } throws: {
            ($0 as? CryptographyError)?.code == .malformedInput
        }
    }

    @Test(arguments: [0, 31, 33])
    func keysOfOtherSizesAreRefused(count: Int) throws {
        let short = SecretBytes(copying: [UInt8](repeating: 1, count: count))
        let whole = try SecretBytes.random(count: 32)
        #expect { try X25519.publicKey(of: short) } throws: { isWrongSize($0) }
        #expect { try X25519.sharedSecret(of: short, with: X25519.publicKey(of: whole)) } throws: { isWrongSize($0) }
        #expect { try X25519.sharedSecret(of: whole, with: short.exposed()) } throws: { isWrongSize($0) }
    }

    private func isWrongSize(_ error: any Error) -> Bool {
        (error as? CryptographyError)?.code == .wrongSize
    }

    private func secret(_ hexadecimal: String) throws -> SecretBytes {
        SecretBytes(copying: try bytes(hexadecimal))
    }

    private func bytes(_ hexadecimal: String) throws -> [UInt8] {
        try #require(HexEncoding.decode(hexadecimal))
    }
}
