import Foundation
import JSONTree

/// What the vendor's document lists for one endpoint: facts only, from Tests/Fixtures/document.json.
package struct DocumentedEndpoint: Sendable {
    /// `7.3.2`
    package let section: String
    package let path: String
    package let actions: [String]
    /// The rows of its parameter tables.
    package let rows: [Row]
    package let examples: [Example]

    package struct Row: Sendable, Hashable {
        package let name: String
        package let type: String
        /// The object of which the row's table speaks, where the endpoint has a table per object.
        package let group: String?
    }

    package struct Example: Sendable {
        package let action: String
        package let isRequest: Bool
        /// SHA-256 of the canonical JSON of its `data`, hexadecimal.
        package let sha256: String
        /// The places of all members, with `*` for every position of a list.
        package let members: [String]
    }
}

package enum DocumentFixture {
    /// All endpoints of the document, in its order.
    ///
    /// - Throws: ``FixtureError`` if the fixture is not what this reads.
    package static func endpoints() throws -> [DocumentedEndpoint] {
        let bytes = try Array(Data(contentsOf: Repository.fixture("document.json")))
        let root = try JSONReader.readStrictly(bytes, limits: JSONReader.Limits(bytes: 1 << 20, depth: 16))
        return try list("endpoints", of: root).map(endpoint)
    }

    private static func endpoint(_ json: JSONValue) throws -> DocumentedEndpoint {
        try DocumentedEndpoint(
            section: text("section", of: json), path: text("path", of: json),
            actions: list("actions", of: json).compactMap(\.stringValue),
            rows: list("parameters", of: json).map { row in
                try DocumentedEndpoint.Row(
                    name: text("name", of: row), type: text("type", of: row), group: row["group"]?.stringValue)
            },
            examples: list("examples", of: json).map { example in
                try DocumentedEndpoint.Example(
                    action: text("action", of: example), isRequest: text("message", of: example) == "request",
                    sha256: text("sha256", of: example),
                    members: list("members", of: example).compactMap(\.stringValue))
            })
    }

    private static func text(_ name: String, of json: JSONValue) throws -> String {
        guard let text = json[name]?.stringValue else { throw FixtureError(member: name) }
        return text
    }

    private static func list(_ name: String, of json: JSONValue) throws -> [JSONValue] {
        guard let list = json[name]?.arrayValue else { throw FixtureError(member: name) }
        return list
    }
}

/// A member that the fixture lacks or has in another type.
package struct FixtureError: Error {
    package let member: String
}
