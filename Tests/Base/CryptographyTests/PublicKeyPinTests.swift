import Cryptography
import Testing

struct PublicKeyPinTests {
    // Made by `openssl req -x509`; its pin by `openssl x509 -pubkey | openssl pkey -pubin -outform DER |
    // openssl dgst -sha256 -binary | base64`, the recipe of CURLOPT_PINNEDPUBLICKEY(3).
    private let knownPin = "sha256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o="
    private let knownCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBiTCCAS+gAwIBAgIUSxkjhkQPa8mY5UvOKaHoaWuwMpYwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOY2FtZXJhLmV4YW1wbGUwIBcNMjYxMTIyMTQ0ODUzWhgPMjEy
        NjEwMjkxNDQ4NTNaMBkxFzAVBgNVBAMMDmNhbWVyYS5leGFtcGxlMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEcBt/RrQ4FXntDvlWKh33XqcsWwBgTHuym5XBLh68
        Pw6w0JC5Fym+lUVPt0tnCPDOoMhLvGOkn4sUAlgZOH1p3qNTMFEwHQYDVR0OBBYE
        FPiqKhBrLEFO2wjdFdzD3fJ0J0zkMB8GA1UdIwQYMBaAFPiqKhBrLEFO2wjdFdzD
        3fJ0J0zkMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAO5o+oxc
        67nocYC4vvwGVcuDSHn9ChnQoXCNI7nNWf9aAiBgnZKglA6MIEGSep9TugRuWfdf
        AcjLWwL3XKe9JNFqjw==
        -----END CERTIFICATE-----
        """

    @Test func pinOfACertificateIsTheOneThatCurlComputes() throws {
        #expect(try PublicKeyPin(pemCertificate: knownCertificate).description == knownPin)
    }

    // curl's certificate list has lines of its own around the PEM block.
    @Test func textAroundTheCertificateIsSkipped() throws {
        let pin = try PublicKeyPin(pemCertificate: "Subject: CN\n" + knownCertificate + "\nExpire date: never\n")
        #expect(pin.description == knownPin)
    }

    @Test func textFormIsReadBack() throws {
        for seed in 0..<20 {
            let pin = PublicKeyPin(subjectPublicKeyInfo: [UInt8(seed)])
            #expect(PublicKeyPin(pin.description) == pin)
        }
    }

    @Test(arguments: [
        "", "sha256//", "6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o=",
        "SHA256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o=",
        "sha256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o",
        "sha256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o=;sha256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/o=",
        "sha256//6sUwaGE59bxJ6XFmtp7DkasLEq5zVO52lGs7PaOv1/p=", "sha256//AAAA", "/etc/passwd",
    ])
    func otherTextsAreNoPins(text: String) {
        #expect(PublicKeyPin(text) == nil)
    }

    @Test(arguments: [
        "", "no certificate", "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIBiTCCAS+gAwIBAgIUSxkjhkQPa8mY\n-----END CERTIFICATE-----\n",
    ])
    func unreadableCertificatesAreRefusedWithAReason(text: String) {
        #expect { try PublicKeyPin(pemCertificate: text) } throws: { error in
            guard let error = error as? CryptographyError else { return false }
            return error.code == .malformedInput && error.message.contains("error:")
        }
    }
}
