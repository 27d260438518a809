import COpenSSL

/// AES with a 128-bit key in cipher block chaining mode (NIST SP 800-38A, 6.2), without padding.
///
/// Padding is the caller's: the cameras pad with zero bytes in a way of their own (field facts, Encrypted fields).
package struct AES128CBC: Sendable {
    /// The length of a key, of an initialisation vector and of a block, in bytes.
    package static let blockByteCount = 16

    private enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let key: [UInt8]
    private let initializationVector: [UInt8]

    /// A cipher for one key and one initialisation vector.
    ///
    /// - Throws: `CryptographyError` with `.wrongSize` unless both have 16 bytes.
    package init(key: [UInt8], iv: [UInt8]) throws(CryptographyError) {
        guard key.count == AES128CBC.blockByteCount else {
            throw CryptographyError(.wrongSize, "the AES-128 key has \(key.count) bytes instead of 16")
        }
        guard iv.count == AES128CBC.blockByteCount else {
            throw CryptographyError(.wrongSize, "the AES initialisation vector has \(iv.count) bytes instead of 16")
        }
        self.key = key
        self.initializationVector = iv
    }

    /// The ciphertext of whole blocks; as long as `blocks`.
    ///
    /// - Throws: `CryptographyError` with `.wrongSize` unless the length is a multiple of 16.
    package func encrypt(_ blocks: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try run(.encrypt, blocks)
    }

    /// The plaintext of whole blocks; as long as `blocks`.
    ///
    /// - Throws: `CryptographyError` with `.wrongSize` unless the length is a multiple of 16.
    package func decrypt(_ blocks: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try run(.decrypt, blocks)
    }

    private func run(_ direction: Direction, _ blocks: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard blocks.count % AES128CBC.blockByteCount == 0, let inputCount = Int32(exactly: blocks.count) else {
            throw CryptographyError(.wrongSize, "AES-CBC got \(blocks.count) bytes, not a multiple of 16")
        }
        guard let context = EVP_CIPHER_CTX_new() else { throw .library("AES-CBC") }
        // Frees and wipes the key schedule.
        defer { EVP_CIPHER_CTX_free(context) }

        // OpenSSL asks for room for one block more than it is given.
        var output = [UInt8](repeating: 0, count: blocks.count + AES128CBC.blockByteCount)
        var written: Int32 = 0
        guard
            EVP_CipherInit_ex(context, EVP_aes_128_cbc(), nil, key, initializationVector, direction.rawValue) == 1,
            EVP_CIPHER_CTX_set_padding(context, 0) == 1,
            EVP_CipherUpdate(context, &output, &written, blocks, inputCount) == 1,
            written == inputCount
        else { throw .library("AES-CBC") }
        output.removeLast(AES128CBC.blockByteCount)
        return output
    }
}

extension AES128CBC: CustomStringConvertible, CustomReflectable {
    /// Says nothing about the key.
    package var description: String { "AES-128-CBC" }

    /// Without children: reflection must not show the key either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
