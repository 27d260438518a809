import CameraSchema
import JSONTree
import TestSupport
import Testing

extension EndpointFile: CustomTestStringConvertible {
    var testDescription: String { name }
}

/// Shows that the accounting can fail: whatever field is taken out of the schema, it is missed.
@Suite struct CoverageProofTests {
    /// What the document says nothing of, or says in another place of the same endpoint.
    private static let notInTheDocument: Set<String> = [
        // Seen at a client only.
        "/endpoints/session~1heart-beat/fields/cookie",
        // The table has these in one group and the example in another; the schema knows both places.
        "/endpoints/system~1capabilities/fields/event/fields/enableRoi",
        "/endpoints/system~1capabilities/fields/event/fields/enableRoiFrameRateEnable",
        "/endpoints/system~1capabilities/fields/face/fields/enableNoUpload",
        "/endpoints/system~1capabilities/fields/face/fields/enableMdRecStreamType",
    ]

    private static let documented: [EndpointFile] = EndpointFile.all.filter { document(of: $0) != nil }

    private static func document(of file: EndpointFile) -> DocumentedEndpoint? {
        Coverage.document.first { $0.path == "/api/" + file.name }
    }

    private func isNoticed(_ file: EndpointFile) throws -> Bool {
        let document = try #require(Self.document(of: file))
        guard let endpoint = try? file.load() else { return true }
        return !Accounting(endpoint: endpoint, document: document).findings.isEmpty
    }

    @Test func nothingIsMissedInTheWholeSchema() throws {
        #expect(Self.documented.count == 59)
        for file in Self.documented { #expect(try !isNoticed(file), "\(file.name)") }
    }

    @Test(arguments: Self.documented)
    func everyFieldIsMissed(file: EndpointFile) throws {
        let unnoticed = try file.ownFields.filter { try !isNoticed(file.removing($0)) }
        let own = Self.notInTheDocument.filter { $0.hasPrefix(JSONPointer(["endpoints", file.name, ""]).description) }
        #expect(Set(unnoticed.map(\.description)) == own)
    }

    @Test func everyFieldOfAStructureIsMissed() throws {
        var users: [JSONPointer: [EndpointFile]] = [:]
        for file in Self.documented {
            for place in file.sharedFields { users[place, default: []].append(file) }
        }
        #expect(users.count > 100)
        let unnoticed = try users.filter { place, files in
            try !files.contains { try isNoticed($0.removing(place)) }
        }.keys
        #expect(unnoticed.map(\.description).sorted() == [])
    }
}
