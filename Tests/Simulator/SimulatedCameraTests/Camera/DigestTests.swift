import Testing

@testable import SimulatedCamera

/// Known answers, one of them captured from a real device.
@Suite struct DigestTests {
    struct Login: Sendable {
        var username: String
        var password: String
        var datetime: String
        var salt: String
        var challenge: String
        var iterations: Int?
        var expected: String
    }

    @Test(arguments: [
        Login(
            username: "remote", password: "PFpM4JZ3", datetime: "2025-02-19T21:02:42",
            salt: "2bdc076cdd799a4f59cd5f75769e7d99", challenge: "865cf746c11cd8e599413dc95660fd17", iterations: 100,
            expected: "6f72fb9aae8fa295ec0a264a583e6580ea9ec2434b74683aff900506f9db4f97"),
        Login(
            username: "admin", password: "12345", datetime: "2021-03-05T17:50:02",
            salt: "dd51b849f74d6d0fe91207716733e64e", challenge: "c8aa8ae6769fb64e18326121aff1540f", iterations: nil,
            expected: "333f578adb79e3b84d90c19733ef49012b49ad9fbab0e98de410e45f238cb818"),
        Login(
            username: "admin", password: "p@ss w0rd!", datetime: "2021-03-05T17:50:02",
            salt: "dd51b849f74d6d0fe91207716733e64e", challenge: "c8aa8ae6769fb64e18326121aff1540f", iterations: 1,
            expected: "ca79ee9ba15aedaeca4ea096fb7098d540a1dca7b86d04550b872157e54f5b70"),
    ])
    func computesTheLoginDigest(_ login: Login) {
        let digest = DigestRules.loginDigest(
            username: login.username, password: login.password, salt: login.salt, challenge: login.challenge,
            datetime: login.datetime, iterations: login.iterations)
        #expect(digest == login.expected)
    }

    @Test(arguments: [
        ("admin123456", "eqgtplKWeNMM66cLKc2UrA=="), ("", ""), ("0123456789abcdef", "5dLlDgFHesJW0MNRXJ/eDg=="),
        ("a", "Y3RN2s3DcyyzwWF9SkCnuA=="), ("密码pässword", "irM6l+r+dtWta+Fd3qmiWQ=="),
    ])
    func encryptsFields(plain: String, cipher: String) throws {
        let key = DigestRules.fieldKey(
            loginName: "admin", salt: "dd51b849f74d6d0fe91207716733e64e", datetime: "2021-03-06T10:47:05",
            iterations: 100)
        #expect(String(decoding: key, as: UTF8.self) == "921a9e31f59d233a")
        let codec = try #require(FieldCodec(key: key, iv: "afe13ds34cdjk08c"))
        #expect(codec.encrypt(plain) == cipher)
        #expect(codec.decrypt(cipher) == plain)
    }
}
