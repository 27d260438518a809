import Cryptography
import Testing

/// HKDF and scrypt.
struct KeyDerivationTests {
    private static func run(_ bytes: ClosedRange<UInt8>) -> [UInt8] { Array(bytes) }

    // RFC 5869, appendix A.1 to A.3
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 22), run(0x00...0x0C), run(0xF0...0xF9),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        (
            run(0x00...0x4F), run(0x60...0xAF), run(0xB0...0xFF),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        (
            [UInt8](repeating: 0x0B, count: 22), [], [],
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ])
    func vectorsOfHKDF(secret: [UInt8], salt: [UInt8], info: [UInt8], key: String) throws {
        let derived = try HKDFSHA256.derive(
            from: SecretBytes(copying: secret), salt: salt, info: info, count: key.utf8.count / 2)
        #expect(HexEncoding.encode(derived.exposed()) == key)
    }

    @Test(arguments: [-1, 0, 8161])
    func impossibleKeySizesAreRefused(count: Int) throws {
        let secret = try SecretBytes.random(count: 16)
        #expect { try HKDFSHA256.derive(from: secret, salt: [], info: [], count: count) } throws: { isWrongSize($0) }
        #expect {
            try Scrypt.derive(from: secret, salt: [], cost: Scrypt.Cost(logN: 4), count: count)
        } throws: { isWrongSize($0) }
    }

    // RFC 7914, 12: the first three; the fourth takes 1 GiB.
    @Test(arguments: [
        (
            "", "", Scrypt.Cost(logN: 4, r: 1, p: 1),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", Scrypt.Cost(logN: 10, r: 8, p: 16),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", Scrypt.Cost(logN: 14, r: 8, p: 1),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func vectorsOfScrypt(passphrase: String, salt: String, cost: Scrypt.Cost, key: String) throws {
        let derived = try Scrypt.derive(
            from: SecretBytes(utf8: passphrase), salt: Array(salt.utf8), cost: cost, count: 64)
        #expect(HexEncoding.encode(derived.exposed()) == key)
    }

    @Test(arguments: [
        Scrypt.Cost(logN: 0), Scrypt.Cost(logN: -1), Scrypt.Cost(logN: 31), Scrypt.Cost(logN: 4, r: 0),
        Scrypt.Cost(logN: 4, r: 1025), Scrypt.Cost(logN: 4, p: 0), Scrypt.Cost(logN: 4, p: .max),
    ])
    func impossibleCostsAreRefused(cost: Scrypt.Cost) {
        #expect { try Scrypt.derive(from: SecretBytes(utf8: "x"), salt: [], cost: cost) } throws: { isWrongSize($0) }
    }

    private func isWrongSize(_ error: any Error) -> Bool {
        (error as? CryptographyError)?.code == .wrongSize
    }
}
