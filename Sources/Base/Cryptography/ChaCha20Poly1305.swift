import COpenSSL

/// Authenticated encryption (RFC 8439, 2.8): ciphertext, then a tag of 16 bytes.
package struct ChaCha20Poly1305: Sendable {
    /// The length of a key in bytes.
    package static let keyByteCount = 32
    /// The length of a nonce in bytes. One key must never see the same nonce twice.
    package static let nonceByteCount = 12
    /// How much longer than its plaintext a sealed text is.
    package static let tagByteCount = 16

    private let key: SecretBytes

    /// - Throws: ``CryptographyError`` with `.wrongSize` unless the key has 32 bytes.
    package init(key: SecretBytes) throws(CryptographyError) {
        guard key.count == Self.keyByteCount else {
            throw CryptographyError(.wrongSize, "the ChaCha20-Poly1305 key has \(key.count) bytes instead of 32")
        }
        self.key = key
    }

    /// Writes the ciphertext and the tag of `plaintext` to `output`, which must have room for exactly these.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` for a nonce or an output of another size or 2 GiB and more at
    ///   once, with `.libraryFailure`.
    package func seal(
        _ plaintext: UnsafeRawBufferPointer, nonce: [UInt8], additional: [UInt8] = [],
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try check(nonce, plaintext: plaintext.count, sealed: output.count)
        let context = try start(nonce, additional: additional, encrypting: true)
        defer { EVP_CIPHER_CTX_free(context) }
        let bytes = output.assumingMemoryBound(to: UInt8.self)
        var written: Int32 = 0
        guard
            update(context, with: plaintext, into: bytes.baseAddress, count: &written),
            EVP_EncryptFinal_ex(context, bytes.baseAddress?.advanced(by: Int(written)), &written) == 1,
            EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagByteCount),
                bytes.baseAddress?.advanced(by: plaintext.count)) == 1
        else { throw .library("ChaCha20-Poly1305") }
    }

    /// Writes the plaintext of `sealed` to `output`, which must have room for exactly that.
    ///
    /// - Returns: false if the bytes were not sealed with this key, nonce and additional data; `output` is wiped then.
    /// - Throws: ``CryptographyError`` as ``seal(_:nonce:additional:into:)``.
    package func open(
        _ sealed: UnsafeRawBufferPointer, nonce: [UInt8], additional: [UInt8] = [],
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) -> Bool {
        try check(nonce, plaintext: output.count, sealed: sealed.count)
        let context = try start(nonce, additional: additional, encrypting: false)
        defer { EVP_CIPHER_CTX_free(context) }
        let bytes = output.assumingMemoryBound(to: UInt8.self)
        let ciphertext = UnsafeRawBufferPointer(rebasing: sealed.dropLast(Self.tagByteCount))
        var tag = Array(sealed.suffix(Self.tagByteCount))
        var written: Int32 = 0
        guard
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
            update(context, with: ciphertext, into: bytes.baseAddress, count: &written)
        else {
            SecretBytes.wipe(output)
            throw .library("ChaCha20-Poly1305")
        }
        guard EVP_DecryptFinal_ex(context, bytes.baseAddress?.advanced(by: Int(written)), &written) == 1 else {
            SecretBytes.wipe(output)
            // A wrong tag may leave a reason in the queue, which must not turn up in a later error.
            ERR_clear_error()
            return false
        }
        return true
    }

    private func check(_ nonce: [UInt8], plaintext: Int, sealed: Int) throws(CryptographyError) {
        guard nonce.count == Self.nonceByteCount else {
            throw CryptographyError(.wrongSize, "the ChaCha20-Poly1305 nonce has \(nonce.count) bytes instead of 12")
        }
        guard sealed >= Self.tagByteCount, plaintext == sealed - Self.tagByteCount, Int32(exactly: sealed) != nil else {
            throw CryptographyError(.wrongSize, "\(plaintext) bytes cannot be sealed in \(sealed)")
        }
    }

    /// A context that has the key, the nonce and the additional data. The caller frees it.
    private func start(
        _ nonce: [UInt8], additional: [UInt8], encrypting: Bool
    ) throws(CryptographyError) -> OpaquePointer {
        guard let context = EVP_CIPHER_CTX_new() else { throw .library("ChaCha20-Poly1305") }
        var written: Int32 = 0
        let isReady = key.withUnsafeBytes { key in
            let key = key.assumingMemoryBound(to: UInt8.self).baseAddress
            return EVP_CipherInit_ex(context, EVP_chacha20_poly1305(), nil, key, nonce, encrypting ? 1 : 0) == 1
        }
        guard
            isReady,
            additional.isEmpty
                || EVP_CipherUpdate(context, nil, &written, additional, Int32(clamping: additional.count)) == 1
        else {
            let failure = CryptographyError.library("ChaCha20-Poly1305")
            EVP_CIPHER_CTX_free(context)
            throw failure
        }
        return context
    }

    private func update(
        _ context: OpaquePointer, with input: UnsafeRawBufferPointer, into output: UnsafeMutablePointer<UInt8>?,
        count written: inout Int32
    ) -> Bool {
        // OpenSSL takes a missing output for additional data.
        guard !input.isEmpty else { return true }
        let bytes = input.assumingMemoryBound(to: UInt8.self)
        return EVP_CipherUpdate(context, output, &written, bytes.baseAddress, Int32(clamping: bytes.count)) == 1
            && Int(written) == input.count
    }
}

extension ChaCha20Poly1305: CustomStringConvertible, CustomReflectable {
    /// Says nothing about the key.
    package var description: String { "ChaCha20-Poly1305" }

    /// Without children, see `description`.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
