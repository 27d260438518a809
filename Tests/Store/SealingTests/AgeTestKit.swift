import CZlib
import Foundation
import Testing

/// The C2SP test vectors of age, in the folder that the environment variable AGE_TESTKIT names.
struct AgeTestKit {
    static let folder = ProcessInfo.processInfo.environment["AGE_TESTKIT"].flatMap { $0.isEmpty ? nil : $0 }

    /// The names of all vectors; none if there is no folder.
    static var names: [String] {
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        return files.filter { $0 != "README.md" }.sorted()
    }

    /// One file: what is expected, and the age file.
    struct Vector {
        let expectation: String
        let payloadDigest: String?
        let identities: [String]
        let passphrases: [String]
        let isArmored: Bool
        let file: [UInt8]

        var isHybrid: Bool { identities.contains { $0.hasPrefix("AGE-SECRET-KEY-PQ-") } }
    }

    private static let knownKeys: Set = [
        "expect", "payload", "identity", "passphrase", "armored", "compressed", "file key", "comment",
    ]

    static func vector(_ name: String) throws -> Vector {
        let bytes = try Array(Data(contentsOf: URL(filePath: try #require(folder)).appending(path: name)))
        let end = try #require(
            zip(bytes.indices, bytes.indices.dropFirst()).first { bytes[$0] == 10 && bytes[$1] == 10 })
        var values: [String: [String]] = [:]
        for line in String(decoding: bytes[..<end.0], as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let key = String(try #require(parts.first))
            #expect(knownKeys.contains(key), "\(name)")
            values[key, default: []].append(parts.dropFirst().first?.trimmingCharacters(in: .whitespaces) ?? "")
        }
        let rest = Array(bytes[(end.1 + 1)...])
        let isCompressed = values["compressed"] == ["zlib"]
        return Vector(
            expectation: try #require(values["expect"]?.first), payloadDigest: values["payload"]?.first,
            identities: values["identity"] ?? [], passphrases: values["passphrase"] ?? [],
            isArmored: values["armored"] == ["yes"], file: isCompressed ? try inflated(rest) : rest)
    }

    private static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32 << 20)
        var count = uLong(output.count)
        try #require(uncompress(&output, &count, bytes, uLong(bytes.count)) == Z_OK)
        return Array(output.prefix(Int(count)))
    }
}
