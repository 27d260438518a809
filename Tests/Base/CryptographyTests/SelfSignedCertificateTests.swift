import Cryptography
import Foundation
import TestSupport
import Testing

struct SelfSignedCertificateTests {
    private static let openssl = "/usr/bin/openssl"

    @Test(arguments: ["127.0.0.1", "::1", "camera-1.example"])
    func certificateAndKeyArePEM(host: String) throws {
        let certificate = try SelfSignedCertificate.make(commonName: host, validDays: 30)
        #expect(certificate.certificatePEM.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
        #expect(certificate.certificatePEM.hasSuffix("-----END CERTIFICATE-----\n"))
        #expect(certificate.privateKeyPEM.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(throws: Never.self) { try PublicKeyPin(pemCertificate: certificate.certificatePEM) }
    }

    @Test func everyCertificateHasAKeyOfItsOwn() throws {
        let pins = try (0..<3).map { _ in
            try PublicKeyPin(
                pemCertificate: SelfSignedCertificate.make(commonName: "camera", validDays: 1).certificatePEM)
        }
        #expect(Set(pins).count == 3)
    }

    @Test(arguments: ["", "a,DNS:b", "a b", "a\u{0}b", "é.example", "1:2", String(repeating: "a", count: 65)])
    func namesThatAreNoHostsAreRefused(name: String) {
        #expect {
            try SelfSignedCertificate.make(commonName: name, validDays: 1)
        } throws: { ($0 as? CryptographyError)?.code == .malformedInput }
    }

    @Test(arguments: [0, -1, 36_501, Int.max])
    func impossibleValiditiesAreRefused(days: Int) {
        #expect {
            try SelfSignedCertificate.make(commonName: "camera", validDays: days)
        } throws: { ($0 as? CryptographyError)?.code == .malformedInput }
    }

    @Test func renderingACertificateNeverShowsItsKey() throws {
        let certificate = try SelfSignedCertificate.make(commonName: "camera", validDays: 1)
        var dumped = ""
        dump(certificate, to: &dumped)
        for text in ["\(certificate)", String(reflecting: certificate), dumped] {
            #expect(!text.contains("PRIVATE KEY"))
        }
    }

    // A second opinion: OpenSSL's own command must find the host in the certificate and the signature in order.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "the openssl command is not installed"),
        arguments: [("127.0.0.1", "-verify_ip"), ("::1", "-verify_ip"), ("camera-1.example", "-verify_hostname")])
    func certificateVerifiesForItsHost(host: String, option: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "camkeep-\(UUID().uuidString).pem")
        defer { try? FileManager.default.removeItem(at: file) }
        let certificate = try SelfSignedCertificate.make(commonName: host, validDays: 30)
        try certificate.certificatePEM.write(to: file, atomically: true, encoding: .utf8)

        let result = try await ChildProcess.run(
            Self.openssl, ["verify", "-check_ss_sig", option, host, "-CAfile", file.path, file.path])
        #expect(result.end == .exited(0))
    }
}
