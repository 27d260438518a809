import CameraClient
import Foundation
import JSONTree
import TestSupport
import Testing

/// Known answers, one of them captured from a real camera (Tests/Fixtures/vectors.json).
struct VectorTests {
    private static func vectors(_ name: String) throws -> [JSONValue] {
        let bytes = try Array(Data(contentsOf: Repository.fixture("vectors.json")))
        let root = try JSONReader.readStrictly(bytes, limits: JSONReader.Limits(bytes: 1 << 20, depth: 16))
        return try #require(root[name]?.arrayValue)
    }

    private func text(_ name: String, of vector: JSONValue) throws -> String {
        try #require(vector[name]?.stringValue)
    }

    @Test func loginDigests() throws {
        let vectors = try Self.vectors("login")
        #expect(vectors.count == 3)
        for vector in vectors {
            let isIterated = vector["enableIteration"] == true
            let challenge = LoginDigest.Challenge(
                salt: try text("salt", of: vector), challenge: try text("challenge", of: vector),
                iterations: isIterated ? try #require(vector["iterations"]?.integerValue) : 0)
            let digest = LoginDigest.digest(
                user: try text("username", of: vector), password: try text("password", of: vector),
                datetime: try text("datetime", of: vector), challenge)
            let expected = try text("expected", of: vector)
            #expect(digest == expected)
        }
    }

    @Test func fieldCipherKeysAndValues() throws {
        let vectors = try Self.vectors("fieldCipher")
        #expect(vectors.count == 2)
        for vector in vectors {
            let iterations = try #require(vector["iterations"]?.integerValue)
            let key = FieldCipher.key(
                loginName: try text("loginName", of: vector), salt: try text("salt", of: vector),
                iterations: iterations, datetime: try text("datetime", of: vector))
            let expectedKey = try text("expectedKey", of: vector)
            #expect(String(decoding: key, as: UTF8.self) == expectedKey)
            let cipher = try FieldCipher(
                loginName: try text("loginName", of: vector), salt: try text("salt", of: vector),
                iterations: iterations, datetime: try text("datetime", of: vector), iv: try text("iv", of: vector))
            for value in try #require(vector["values"]?.arrayValue) {
                let plain = try text("plain", of: value)
                let encrypted = try text("cipher", of: value)
                #expect(try cipher.encrypt(plain) == encrypted)
                #expect(cipher.decrypt(encrypted) == plain)
            }
        }
    }
}
