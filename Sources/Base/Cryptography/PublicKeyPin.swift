import COpenSSL

/// The fingerprint by which a camera's self-signed certificate is recognised: SHA-256 of its public key.
///
/// The text form is curl's, `sha256//` and the base64 of SHA-256 over the DER form of SubjectPublicKeyInfo
/// (CURLOPT_PINNEDPUBLICKEY(3), RFC 7469, 2.4). It stays the same when a camera renews its certificate for the same key.
package struct PublicKeyPin: Hashable, Sendable {
    private static let prefix = "sha256//"

    /// The digest: 32 bytes.
    package let digest: [UInt8]

    /// The pin of a public key.
    ///
    /// - Parameter subjectPublicKeyInfo: the key in DER form, as in a certificate.
    package init(subjectPublicKeyInfo: [UInt8]) {
        digest = SHA256.hash(subjectPublicKeyInfo)
    }

    /// The pin of the public key of the first certificate in a PEM text.
    ///
    /// - Throws: `CryptographyError` with `.malformedInput` when the text holds no certificate with a readable key.
    package init(pemCertificate: String) throws(CryptographyError) {
        let key = Array(pemCertificate.utf8).withUnsafeBytes { PublicKeyPin.subjectPublicKeyInfo(ofPEM: $0) }
        guard let key else {
            let reason = CryptographyError.library("the server's certificate cannot be read")
            throw CryptographyError(.malformedInput, reason.message)
        }
        self.init(subjectPublicKeyInfo: key)
    }

    private static func subjectPublicKeyInfo(ofPEM text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let size = Int32(exactly: text.count), let bio = BIO_new_mem_buf(text.baseAddress, size) else {
            return nil
        }
        defer { BIO_free(bio) }
        guard let certificate = PEM_read_bio_X509(bio, nil, nil, nil) else { return nil }
        defer { X509_free(certificate) }
        guard let key = X509_get_X509_PUBKEY(certificate) else { return nil }

        var encoded: UnsafeMutablePointer<UInt8>?
        let count = i2d_X509_PUBKEY(key, &encoded)
        guard count > 0, let encoded else { return nil }
        defer { CRYPTO_free(encoded, #file, #line) }
        return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
    }
}

extension PublicKeyPin: LosslessStringConvertible {
    /// Reads the text form; nil unless it is `sha256//` and the base64 of 32 bytes.
    package init?(_ text: String) {
        guard
            text.hasPrefix(PublicKeyPin.prefix),
            let digest = Base64Encoding.decode(String(text.dropFirst(PublicKeyPin.prefix.count))),
            digest.count == SHA256.digestByteCount
        else { return nil }
        self.digest = digest
    }

    /// The text form, as curl and the known-cameras file write it.
    package var description: String { PublicKeyPin.prefix + Base64Encoding.encode(digest) }
}
