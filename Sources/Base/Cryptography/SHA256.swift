import COpenSSL

/// SHA-256 (FIPS 180-4) of bytes given at once or piece by piece.
///
/// Hashing cannot fail on any input, and OpenSSL's functions for SHA-256 alone have nothing that could be missing. If they
/// report a failure all the same, the process stops, because a wrong digest would be worse.
package struct SHA256: ~Copyable {
    /// The length of a digest in bytes.
    package static let digestByteCount = 32

    private var context = SHA256_CTX()

    /// Starts an empty hash.
    package init() {
        guard camkeep_sha256_init(&context) == 1 else { preconditionFailure("OpenSSL cannot start SHA-256") }
    }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: some Collection<UInt8>) {
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if contiguous == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// Adds bytes from memory, for readers that fill a buffer of their own.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard camkeep_sha256_update(&context, bytes.baseAddress, bytes.count) == 1 else {
            preconditionFailure("OpenSSL cannot continue SHA-256")
        }
    }

    /// The digest of everything added: 32 bytes. Ends the hash.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA256.digestByteCount)
        guard camkeep_sha256_final(&digest, &context) == 1 else {
            preconditionFailure("OpenSSL cannot finish SHA-256")
        }
        return digest
    }

    /// The digest of `bytes`: 32 bytes.
    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }
}
