import CameraSchema
import JSONTree
import TestSupport
import Testing

extension DocumentedEndpoint: CustomTestStringConvertible {
    package var testDescription: String { "\(section) \(path)" }
}

/// The document, the schema, and what they say of one endpoint.
enum Coverage {
    static let document: [DocumentedEndpoint] = (try? DocumentFixture.endpoints()) ?? []

    static let schema = Result { try CameraSchema(files: SchemaFile.embedded) }
}

@Suite struct DocumentCoverageTests {
    @Test func theFixtureHoldsTheWholeDocument() throws {
        let endpoints = try DocumentFixture.endpoints()
        #expect(endpoints.count == 59)
        #expect(Set(endpoints.map(\.path)).count == 59)
        #expect(endpoints.flatMap(\.rows).count == 625)
        #expect(endpoints.flatMap(\.examples).count == 210)
    }

    @Test(arguments: Coverage.document)
    func everythingIsAccountedFor(document: DocumentedEndpoint) throws {
        let endpoint = try #require(Coverage.schema.get().endpoints.values.first { $0.path == document.path })
        #expect(Accounting(endpoint: endpoint, document: document).findings == [])
        #expect(endpoint.source.hasPrefix("document \(document.section)"))
    }

    @Test func whatTheDocumentLacksSaysSo() throws {
        let documented = Set(Coverage.document.map(\.path))
        let others = try Coverage.schema.get().endpoints.values.filter {
            !documented.contains($0.path) && !$0.isWorthAsking
        }
        #expect(others.map(\.name).sorted() == ["security/capability", "session/login-capabilities"])
        #expect(others.allSatisfy { !$0.source.hasPrefix("document") })
    }
}
