import CameraSchema
import CameraWalk
import Configuration
import ConfigurationTestSupport
import Cryptography
import JSONTree
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// Makes snapshots and compares them.
enum Sections {
    static func schema() throws -> CameraSchema {
        try #require(TypeCatalog.schema)
    }

    private static let digest = TypeCatalog.schema?.digest

    static let key = FingerprintKey(bytes: Array(repeating: 7, count: FingerprintKey.byteCount))
    static let otherKey = FingerprintKey(bytes: Array(repeating: 8, count: FingerprintKey.byteCount))

    static func snapshot(
        _ sections: [String: SectionRecord], firmware: String? = nil, schema: ContentDigest? = nil
    ) throws -> Snapshot {
        try Snapshot(
            camera: CameraIdentity(address: "192.168.1.10", firmware: firmware),
            taken: SnapshotTime(secondsSince1970: 1_795_358_106), tool: "camkeep 0.1.0",
            schema: #require(schema ?? digest), sections: sections)
    }

    /// What a camera answered, read as a walk reads it.
    static func record(
        _ data: JSONValue, of endpoint: Endpoint, key: FingerprintKey? = Sections.key
    ) -> SectionRecord {
        var section = Normalizer.normalize(data, of: endpoint, decrypt: { $0 })
        if let key { section = section.fingerprinted(with: key, endpoint: endpoint.name) }
        return SectionRecord(section, title: endpoint.title)
    }

    static func record(_ endpoint: String, _ data: JSONValue, key: FingerprintKey? = Sections.key) throws
        -> SectionRecord
    {
        try record(data, of: #require(schema().endpoints[endpoint]), key: key)
    }

    static func difference(
        _ old: [String: SectionRecord], _ new: [String: SectionRecord], _ options: DiffOptions = DiffOptions(),
        firmware: (String?, String?) = (nil, nil)
    ) throws -> Difference {
        try Differ(schema: schema(), options: options).difference(
            snapshot(old, firmware: firmware.0), named: "old", snapshot(new, firmware: firmware.1), named: "new")
    }

    /// Between two answers of one endpoint.
    static func difference(
        _ endpoint: String, _ old: JSONValue, _ new: JSONValue, _ options: DiffOptions = DiffOptions()
    ) throws -> Difference {
        try difference([endpoint: record(endpoint, old)], [endpoint: record(endpoint, new)], options)
    }

    static func changes(
        _ endpoint: String, _ old: JSONValue, _ new: JSONValue, _ options: DiffOptions = DiffOptions()
    ) throws -> [Change] {
        try difference(endpoint, old, new, options).changes
    }
}

extension DiffOptions {
    static let everything = DiffOptions(include: Set(Role.allCases))
}

extension Difference {
    /// Whether the comparison says that anything may be different.
    var saysNothing: Bool {
        changes.isEmpty && unreadSections.isEmpty && notes == DifferenceNotes()
    }
}

extension Change {
    /// `changed /port: number`
    var gist: String {
        "\(kind.rawValue) \(pointer): \(json["detail"]?["type"]?.stringValue ?? "")"
    }
}
