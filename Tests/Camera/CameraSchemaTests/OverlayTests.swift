import CameraSchema
import Testing

/// Files that are laid over others, as `--schema DIR` does.
@Suite struct OverlayTests {
    private static func file(_ name: String, _ members: String) -> SchemaFile {
        SchemaFile(name: name, bytes: Array("{\"format\": 1, \(members)}".utf8))
    }

    private static func endpoint(_ name: String, _ title: String, _ members: String = "") -> String {
        """
        "\(name)": {"title": "\(title)", "path": "/api/\(name)", "source": "test", "actions": ["get", "set"]\(members)}
        """
    }

    private static let base = file(
        "base.json",
        #""enumerations": {"kind": {"title": "Kind", "values": {"1": "one"}}}, "#
            + #""structures": {"s": {"k": {"title": "K", "type": "enumeration", "enumeration": "kind"}}}, "#
            + #""endpoints": {\#(endpoint("a/one", "One", #", "structures": ["s"]"#)), \#(endpoint("a/two", "Two"))}"#)

    @Test func aLaterFileReplacesAnEndpoint() throws {
        let overlay = Self.file("base.json", "\"endpoints\": {\(Self.endpoint("a/one", "New"))}")
        let schema = try CameraSchema(files: [Self.base, overlay])
        #expect(schema.endpointNames == ["a/one", "a/two"])
        #expect(schema.endpoints["a/one"]?.title == "New")
        #expect(schema.endpoints["a/two"]?.title == "Two")
    }

    @Test func aLaterFileAddsAnEndpointThatRefersToEarlierOnes() throws {
        let members = #", "structures": ["s"], "after": ["a/two"]"#
        let overlay = Self.file("more.json", "\"endpoints\": {\(Self.endpoint("a/three", "Three", members))}")
        let schema = try CameraSchema(files: [Self.base, overlay])
        #expect(schema.endpointNames == ["a/one", "a/two", "a/three"])
        #expect(schema.endpoints["a/three"]?.after == ["a/two"])
    }

    @Test func aLaterEnumerationAndStructureReachEarlierEndpoints() throws {
        let overlay = Self.file(
            "more.json",
            #""enumerations": {"kind": {"title": "Kind", "values": {"1": "uno", "2": "due"}}, "other": {"title": "O", "values": {}}}"#
        )
        let schema = try CameraSchema(files: [Self.base, overlay])
        #expect(schema.enumerations["other"] != nil)
        guard case .object(let fields)? = schema.endpoints["a/one"]?.data.type,
            case .enumeration(let names)? = fields.first?.type
        else {
            Issue.record("the endpoint has no enumeration")
            return
        }
        #expect(names.canonicalText(of: 2) == "due (2)")
    }

    @Test func problemsNameTheFileThatHasThem() {
        let overlay = Self.file(
            "more.json", "\"endpoints\": {\(Self.endpoint("a/one", "One", #", "after": ["a/x"]"#))}")
        #expect(throws: SchemaError.self) { try CameraSchema(files: [Self.base, overlay]) }
        do throws(SchemaError) {
            _ = try CameraSchema(files: [Self.base, overlay])
        } catch {
            #expect(error.description == "more.json: /endpoints/a~1one/after: there is no endpoint \"a/x\"")
        }
    }

    @Test func anOrderThatGoesInACircleIsToldOnce() {
        let overlay = Self.file(
            "more.json",
            "\"endpoints\": {\(Self.endpoint("a/one", "One", #", "after": ["a/two"]"#)), \(Self.endpoint("a/two", "Two", #", "after": ["a/one"]"#))}"
        )
        do throws(SchemaError) {
            _ = try CameraSchema(files: [Self.base, overlay])
            Issue.record("the circle was not found")
        } catch {
            #expect(
                error.problems.map(\.description) == [
                    "more.json: /endpoints/a~1one/after: the order is circular: a/one → a/two → a/one"
                ])
        }
    }

    @Test func theDigestCoversEveryFile() throws {
        let other = Self.file("base.json", "\"endpoints\": {\(Self.endpoint("a/one", "Other"))}")
        let overlay = Self.file("base.json", "\"endpoints\": {\(Self.endpoint("a/one", "New"))}")
        let digests = try [[Self.base], [Self.base, overlay], [other, overlay], [overlay]].map {
            try CameraSchema(files: $0).digest
        }
        #expect(Set(digests).count == 4)
    }

    @Test func theDigestIsThatOfTheMeaning() throws {
        let spaced = SchemaFile(name: "base.json", bytes: Array(" \n".utf8) + Self.base.bytes + Array("\n".utf8))
        #expect(try CameraSchema(files: [spaced]).digest == CameraSchema(files: [Self.base]).digest)
    }

    @Test func allProblemsOfAllFilesAreTold() {
        let faulty = [
            Self.file("a.json", "\"x\": 1"), SchemaFile(name: "b.json", bytes: []), Self.file("c.json", "\"codes\": 1"),
        ]
        do throws(SchemaError) {
            _ = try CameraSchema(files: faulty)
        } catch {
            #expect(Set(error.problems.map(\.file)) == ["a.json", "b.json", "c.json"])
        }
    }
}
