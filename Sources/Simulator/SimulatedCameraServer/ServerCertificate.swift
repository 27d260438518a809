/// The certificate and key of an HTTPS listener, both as PEM texts.
package struct ServerCertificate: Sendable, Hashable {
    package var certificatePEM: String
    package var keyPEM: String

    /// Makes a pair from PEM texts.
    package init(certificatePEM: String, keyPEM: String) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }
}
