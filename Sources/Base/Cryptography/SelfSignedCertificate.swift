import COpenSSL
import Glibc

/// A certificate that vouches for itself, with its EC P-256 key: what a camera, simulated or real, serves HTTPS with.
package struct SelfSignedCertificate: Sendable {
    /// The certificate as PEM text.
    package let certificatePEM: String

    /// The private key as unencrypted PKCS #8 PEM text. Keep it out of logs.
    package let privateKeyPEM: String

    /// Makes a key and a certificate for it, valid from one day ago (clocks differ).
    ///
    /// - Parameters:
    ///   - commonName: the host that the certificate is for: an IPv4 or IPv6 address, or a DNS name; also written as
    ///     subject alternative name.
    ///   - validDays: how many days from now it stays valid.
    /// - Throws: `CryptographyError` with `.malformedInput` when the name is neither an address nor a DNS name of
    ///   at most 64 characters or the days are not in 1…36,500, with `.libraryFailure` when OpenSSL fails.
    package static func make(commonName: String, validDays: Int) throws(CryptographyError) -> SelfSignedCertificate {
        let alternativeName = try subjectAlternativeName(of: commonName)
        guard (1...36_500).contains(validDays) else {
            throw CryptographyError(.malformedInput, "a certificate cannot be valid for \(validDays) days")
        }
        guard let key = camkeep_generate_ec_key("P-256") else { throw .library("making a P-256 key") }
        defer { EVP_PKEY_free(key) }
        guard let certificate = X509_new() else { throw .library("making a certificate") }
        defer { X509_free(certificate) }

        let day = 24 * 60 * 60
        // Bit 62 set and 63 clear: positive, never zero, unique enough (RFC 5280, 4.1.2.2).
        let serial = UInt64.random(in: 1 << 62..<1 << 63)
        guard
            X509_set_version(certificate, Int(X509_VERSION_3)) == 1,
            ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial) == 1,
            X509_gmtime_adj(X509_getm_notBefore(certificate), -day) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate), validDays * day) != nil,
            X509_set_pubkey(certificate, key) == 1,
            let name = X509_get_subject_name(certificate),
            X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, commonName, -1, -1, 0) == 1,
            X509_set_issuer_name(certificate, name) == 1,
            add(alternativeName, to: certificate),
            X509_sign(certificate, key, EVP_sha256()) > 0
        else { throw .library("making a certificate") }

        let certificatePEM = try pem("writing a certificate") { PEM_write_bio_X509($0, certificate) }
        let privateKeyPEM = try pem("writing a private key") {
            PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil)
        }
        return SelfSignedCertificate(certificatePEM: certificatePEM, privateKeyPEM: privateKeyPEM)
    }

    /// The name in OpenSSL's notation. Only plain host names pass, as a comma would start a second name there.
    private static func subjectAlternativeName(of host: String) throws(CryptographyError) -> String {
        var address = in6_addr()
        if inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1 {
            return "IP:" + host
        }
        let isHostName = host.utf8.allSatisfy { character in
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        // 64 is the limit of a common name (RFC 5280, appendix A.1).
        guard isHostName, (1...64).contains(host.utf8.count) else {
            throw CryptographyError(.malformedInput, "a certificate cannot be made for this host name")
        }
        return "DNS:" + host
    }

    private static func add(_ alternativeName: String, to certificate: OpaquePointer) -> Bool {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        guard let names = X509V3_EXT_nconf_nid(nil, &context, NID_subject_alt_name, alternativeName) else {
            return false
        }
        defer { X509_EXTENSION_free(names) }
        return X509_add_ext(certificate, names, -1) == 1
    }

    private static func pem(
        _ operation: String, write: (OpaquePointer) -> Int32
    ) throws(CryptographyError) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw .library(operation) }
        defer { BIO_free(bio) }
        var bytes: UnsafeMutablePointer<CChar>?
        guard write(bio) == 1, case let count = camkeep_bio_memory(bio, &bytes), count > 0, let bytes else {
            throw .library(operation)
        }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}

extension SelfSignedCertificate: CustomStringConvertible, CustomReflectable {
    /// The certificate only: the key never reaches a log.
    package var description: String { certificatePEM }

    /// The certificate only, see `description`.
    package var customMirror: Mirror { Mirror(self, children: ["certificatePEM": certificatePEM]) }
}
