import COpenSSL

/// SHA-256 (FIPS 180-4) of bytes given at once or piece by piece.
///
/// Hashing cannot fail on any input. OpenSSL's calls report failure only when memory runs out or when its own
/// installation has no SHA-256; the process stops then, because a wrong digest would be worse.
package struct SHA256: ~Copyable {
    /// The length of a digest in bytes.
    package static let digestByteCount = 32

    private let context: OpaquePointer

    /// Starts an empty hash.
    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL cannot start SHA-256")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: some Collection<UInt8>) {
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { add(UnsafeRawBufferPointer($0)) }
        if contiguous == nil {
            Array(bytes).withUnsafeBytes { add($0) }
        }
    }

    /// Adds bytes from memory, for readers that fill a buffer of their own.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        add(bytes)
    }

    /// The digest of everything added: 32 bytes. Ends the hash.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA256.digestByteCount)
        guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
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

    private func add(_ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            preconditionFailure("OpenSSL cannot continue SHA-256")
        }
    }
}
