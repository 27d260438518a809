import CameraSchema
import Testing

/// A fault of a schema file, and what is said about it.
struct FaultySchema: Sendable, CustomTestStringConvertible {
    let text: String
    let problems: [String]

    var testDescription: String { problems.first ?? text }

    init(_ text: String, _ problems: String...) {
        self.text = text
        self.problems = problems
    }

    /// A file with one endpoint that has these members besides those that every endpoint needs.
    static func endpoint(_ members: String, _ problems: String...) -> FaultySchema {
        let text = """
            {"format": 1, "enumerations": {
              "kind": {"title": "Kind", "values": {"1": "one"}},
              "link": {"title": "Link", "kind": "bitmask", "values": {"1": "one"}}},
             "structures": {"pair": {"left": {"title": "Left", "type": "integer"}}},
             "endpoints": {"a/b": {
              "title": "B", "path": "/api/a/b", "source": "test", "actions": ["get", "set"], \(members)}}}
            """
        return FaultySchema(text, problems)
    }

    /// A file whose endpoint has one field, `f`, with these members besides its title.
    static func field(_ members: String, _ problems: String...) -> FaultySchema {
        let places = problems.map { "test.json: /endpoints/a~1b/fields/f\($0)" }
        let fields = #""fields": {"f": {"title": "F", \#(members)}}"#
        return FaultySchema(endpoint(fields).text, places)
    }

    private init(_ text: String, _ problems: [String]) {
        self.text = text
        self.problems = problems
    }

    var found: [String] {
        do throws(SchemaError) {
            _ = try CameraSchema(files: [SchemaFile(name: "test.json", bytes: Array(text.utf8))])
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}

@Suite struct SchemaProblemTests {
    @Test(arguments: [
        FaultySchema("", "test.json: the text is empty (line 1, column 1)"),
        FaultySchema("[1]", "test.json: a schema file is an object"),
        FaultySchema(
            "{\"format\": 1,\n \"area\" 2}",
            "test.json: found \"2\" where a colon is expected (line 2, column 9)"),
        FaultySchema(
            "{\"format\": 1,}",
            "test.json: found \"}\" where another element after the comma is expected (line 1, column 14)"),
        FaultySchema(
            "{\"format\": 1, \"format\": 1}",
            "test.json: the member \"format\" appears twice in one object (line 1, column 15)"),
        FaultySchema("{}", "test.json: /format: this version of CamKeep reads format 1"),
        FaultySchema("{\"format\": 2}", "test.json: /format: this version of CamKeep reads format 1"),
        FaultySchema(
            "{\"format\": \"1\"}", "test.json: /format: an integer is expected, this is text",
            "test.json: /format: this version of CamKeep reads format 1"),
        FaultySchema(
            "{\"format\": 1, \"endpoint\": {}}",
            "test.json: /endpoint: unknown member; known are area, codes, endpoints, enumerations, format, statuses, structures"
        ),
        FaultySchema(
            "{\"format\": 1, \"endpoints\": []}", "test.json: /endpoints: an object is expected, this is a list"),
        FaultySchema(
            "{\"format\": 1, \"codes\": [1]}", "test.json: /codes/0: an object is expected, this is a number"),
        FaultySchema(
            "{\"format\": 1, \"statuses\": [{\"status\": true, \"meaning\": \"m\"}]}",
            "test.json: /statuses/0/status: an integer is expected, this is true or false",
            "test.json: /statuses/0: the member \"next\" is missing"),
    ])
    func faultsOfAFile(schema: FaultySchema) {
        #expect(schema.found == schema.problems)
    }

    @Test(arguments: [
        FaultySchema(
            #"{"format": 1, "enumerations": {"e": {"title": "E"}}}"#,
            "test.json: /enumerations/e: the member \"values\" is missing"),
        FaultySchema(
            #"{"format": 1, "enumerations": {"e": {"title": "E", "values": {"x": "ex", "2": 3}}}}"#,
            "test.json: /enumerations/e/values/x: the name of a value must be its number",
            "test.json: /enumerations/e/values/2: text is expected, this is a number"),
        FaultySchema(
            #"{"format": 1, "enumerations": {"e": {"title": "E", "kind": "bitmask", "values": {"3": "three"}}}}"#,
            "test.json: /enumerations/e/values/3: the values of a bitmask are single bits"),
        FaultySchema(
            #"{"format": 1, "enumerations": {"e": {"title": "E", "kind": "set", "values": {}}}}"#,
            "test.json: /enumerations/e/kind: \"set\" is not known here"),
        FaultySchema(
            #"{"format": 1, "structures": {"s": {"x": {"title": "X", "type": "number"}}}}"#,
            "test.json: /structures/s/x/type: \"number\" is not a type"),
        FaultySchema(
            #"{"format": 1, "structures": {"s": {"x": {"title": "X", "type": "object", "structure": "s"}}}}"#,
            "test.json: /structures/s/x: the structure \"s\" contains itself"),
        FaultySchema(
            #"""
            {"format": 1, "structures": {
             "s": {"x": {"title": "X", "type": "object", "structure": "t"}},
             "t": {"y": {"title": "Y", "type": "list", "items": {"title": "Z", "type": "object", "structures": ["s"]}}}}}
            """#,
            "test.json: /structures/t/y/items: the structure \"s\" contains itself",
            "test.json: /structures/s/x: the structure \"t\" contains itself"),
    ])
    func faultsOfSharedParts(schema: FaultySchema) {
        #expect(schema.found == schema.problems)
    }

    @Test(arguments: [
        FaultySchema(
            #"{"format": 1, "endpoints": {"a/b": {"path": "/a/b", "kind": "odd"}}}"#,
            "test.json: /endpoints/a~1b: the member \"title\" is missing",
            "test.json: /endpoints/a~1b: the member \"source\" is missing",
            "test.json: /endpoints/a~1b/kind: \"odd\" is not known here",
            "test.json: /endpoints/a~1b: the member \"actions\" is missing",
            "test.json: /endpoints/a~1b/path: the path must be /api/ and the endpoint's name",
            "test.json: /endpoints/a~1b/kind: configuration that cannot be read; is it an action?"),
        .endpoint(#""impact": "big""#, "test.json: /endpoints/a~1b/impact: \"big\" is not known here"),
        .endpoint(
            #""interrupts": ["sleep"]"#, "test.json: /endpoints/a~1b/interrupts: \"sleep\" is not an interruption"),
        .endpoint(#""notes": ["n", 1]"#, "test.json: /endpoints/a~1b/notes: a list of texts is expected"),
        .endpoint(#""after": ["x/y"]"#, "test.json: /endpoints/a~1b/after: there is no endpoint \"x/y\""),
        .endpoint(#""after": ["a/b"]"#, "test.json: /endpoints/a~1b/after: the order is circular: a/b → a/b"),
        .endpoint(
            #""scope": {"endpoint": "x/y", "items": "/list", "bounds": "odd", "chooser": "c", "combinations": "d"}"#,
            "test.json: /endpoints/a~1b/scope: \"items\" and \"bounds\" are pointers"),
        .endpoint(
            #""scope": {"endpoint": "x/y", "items": "/list", "bounds": "", "chooser": "c", "combinations": "d"}"#,
            "test.json: /endpoints/a~1b/scope: /list is not a list whose items are identified by position"),
        .endpoint(
            #""scope": {"endpoint": "x/y", "items": "/l", "bounds": "", "chooser": "c", "combinations": "d"}, "#
                + #""fields": {"l": {"title": "L", "type": "list", "identity": "position", "items": {"type": "json"}}}"#,
            "test.json: /endpoints/a~1b/scope: there is no /l/*/c",
            "test.json: /endpoints/a~1b/scope: there is no endpoint \"x/y\""),
        .endpoint(
            #""commands": {"list": "/none", "member": "m"}"#,
            "test.json: /endpoints/a~1b/commands: /none is not a list of objects with a key"),
        .endpoint(#""structures": ["none"]"#, "test.json: /endpoints/a~1b: there is no structure \"none\""),
        .endpoint(
            #""leftOut": {"row": 1}"#, "test.json: /endpoints/a~1b/leftOut/row: text is expected, this is a number"),
        .endpoint(
            #""examples": [{"action": "get"}, {"action": "put", "data": 1}]"#,
            "test.json: /endpoints/a~1b/examples/0: an example needs \"action\" and \"data\"",
            "test.json: /endpoints/a~1b/examples/1/action: \"put\" is not known here",
            "test.json: /endpoints/a~1b/examples/1: an example needs \"action\" and \"data\""),
        .endpoint(
            #""encryption": {"get": {"loginName": "n", "encryptionType": "e", "datetime": "d"}}"#,
            "test.json: /endpoints/a~1b/encryption/get: the member \"iv\" is missing"),
        .endpoint(
            #""encryption": {"set": {"loginName": "l", "encryptionType": "left", "datetime": "d", "iv": "i"}}, "structures": ["pair"]"#,
            "test.json: /endpoints/a~1b/encryption: /left has the wire name \"left\" of the encryption"),
        .endpoint(
            #""structures": ["pair"], "fields": {"left": {"title": "Left", "type": "text"}}"#,
            "test.json: /endpoints/a~1b: two fields with the same name in data",
            "test.json: /endpoints/a~1b: /left and \"left\" have the wire name \"left\" (get)",
            "test.json: /endpoints/a~1b: /left and \"left\" have the wire name \"left\" (set)"),
        .endpoint(
            #""fields": {"p": {"title": "P", "type": "text", "in": "set"}, "q": {"title": "Q", "type": "text", "also": ["p"]}}"#,
            "test.json: /endpoints/a~1b: /q and \"p\" have the wire name \"p\" (set)"),
        .endpoint(
            #""data": {"title": "D", "type": "list", "key": "id", "items": {"title": "I", "type": "object", "structure": "pair"}}"#,
            "test.json: /endpoints/a~1b/data/key: the items have no field \"id\""),
    ])
    func faultsOfAnEndpoint(schema: FaultySchema) {
        #expect(schema.found == schema.problems)
    }

    @Test(arguments: [
        (
            #"{"argument": "n", "title": "N"}"#,
            "a selector needs one of \"values\", \"candidates\", \"bits\" and \"range\""
        ),
        (
            #"{"argument": "n", "title": "N", "values": [1], "bits": "a/b#/left"}"#,
            "a selector needs one of \"values\", \"candidates\", \"bits\" and \"range\""
        ),
        (#"{"title": "N", "values": [1]}"#, "the member \"argument\" is missing"),
        (#"{"argument": "n", "title": "N", "values": [1], "enumeration": "none"}"#, "there is no enumeration \"none\""),
        (#"{"argument": "n", "title": "N", "bits": "x/y#/left"}"#, "x/y has no field /left"),
        (#"{"argument": "n", "title": "N", "bits": "a/b#/right"}"#, "a/b has no field /right"),
        (
            #"{"argument": "n", "title": "N", "range": {"first": 0, "minimum": "/left", "maximum": "/most"}}"#,
            "there is no field /most"
        ),
    ])
    func faultsOfASelector(selector: String, problem: String) {
        let schema = FaultySchema.endpoint("\"structures\": [\"pair\"], \"selector\": \(selector)")
        #expect(schema.found == ["test.json: /endpoints/a~1b/selector: \(problem)"])
    }

    @Test(arguments: [
        (#"{"argument": "n", "title": "N", "values": 1}"#, "/values: a list of integers is expected, this is a number"),
        (#"{"argument": "n", "title": "N", "bits": "a/b"}"#, "/bits: this is ENDPOINT#POINTER"),
        (
            #"{"argument": "n", "title": "N", "range": {"first": 0, "minimum": "least", "maximum": "/left"}}"#,
            "/range: the bounds are pointers into the answer"
        ),
        (
            #"{"argument": "n", "title": "N", "bits": "a/b#/left", "certain": false}"#,
            "/certain: what is not certain needs an \"enumeration\" with the values to ask for"
        ),
        (
            #"{"argument": "n", "title": "N", "values": [1], "certain": true}"#,
            "/certain: only \"bits\" can be uncertain"
        ),
    ])
    func faultsInsideASelector(selector: String, problem: String) {
        let schema = FaultySchema.endpoint("\"structures\": [\"pair\"], \"selector\": \(selector)")
        #expect(schema.found == ["test.json: /endpoints/a~1b/selector\(problem)"])
    }

    @Test func aCapabilityIsAFieldOfTheCapabilities() {
        let schema = FaultySchema(
            """
            {"format": 1, "endpoints": {
             "system/capabilities": {"title": "C", "path": "/api/system/capabilities", "source": "test",
              "kind": "status", "actions": ["get"], "capability": {"name": "enableAll", "on": [1]}, "fields": {}}}}
            """)
        #expect(
            schema.found == [
                "test.json: /endpoints/system~1capabilities/capability: system/capabilities has no field \"enableAll\""
            ])
    }

    @Test(arguments: [
        FaultySchema.field(#""role": "setting""#, ": the member \"type\" is missing", "/type: \"\" is not a type"),
        .field(#""type": "text", "withheld": true"#, "/withheld: only a secret is withheld"),
        .field(#""type": "number""#, "/type: \"number\" is not a type"),
        .field(#""type": 3"#, "/type: text is expected, this is a number", "/type: \"\" is not a type"),
        .field(#""type": "text", "role": "hidden""#, "/role: \"hidden\" is not known here"),
        .field(#""type": "text", "in": "put""#, "/in: \"put\" is not known here"),
        .field(#""type": "text", "wire": 3"#, "/wire: an object is expected, this is a number"),
        .field(#""type": "text", "wire": {"get": "g"}"#, "/wire: the member \"set\" is missing"),
        .field(#""type": "text", "also": "g""#, "/also: a list of texts is expected, this is text"),
        .field(#""type": "text", "form": "hex""#, "/form: a form is boolean, integer, text"),
        .field(#""type": "text", "encrypted": 1"#, "/encrypted: this is true, false or \"maybe\""),
        .field(#""type": "switch", "inverted": 1"#, "/inverted: true or false is expected, this is a number"),
        .field(#""type": "integer", "minimum": 3, "maximum": 2"#, "/minimum: the minimum is above the maximum"),
        .field(#""type": "integer", "maximum": 1.5"#, "/maximum: an integer is expected, this is a number"),
        .field(#""type": "integer", "allowed": [1, "2"]"#, "/allowed: a list of integers is expected"),
        .field(
            #""type": "integer", "limits": {"least": "a"}"#,
            "/limits/least: unknown member; known are list, maximum, minimum"),
        .field(
            #""type": "enumeration""#, ": the member \"enumeration\" is missing", ": there is no enumeration \"\""),
        .field(#""type": "enumeration", "enumeration": "none""#, ": there is no enumeration \"none\""),
        .field(#""type": "enumeration", "enumeration": "link""#, ": \"link\" is not of the kind enumeration"),
        .field(#""type": "bitmask", "enumeration": "kind""#, ": \"kind\" is not of the kind bitmask"),
        .field(#""type": "bitmask", "values": {"6": "six"}"#, "/values/6: the values of a bitmask are single bits"),
        .field(#""type": "schedule""#, ": the member \"slots\" is missing"),
        .field(#""type": "schedule", "slots": 0"#, "/slots: this is a number from 1 to 100"),
        .field(#""type": "schedule", "slots": 2, "filler": "none""#, "/filler: \"none\" is not known here"),
        .field(#""type": "schedule", "slots": 2, "shape": "grid""#, "/shape: \"grid\" is not a shape of a schedule"),
        .field(
            #""type": "schedule", "slots": 2, "shape": "dayObjects""#, ": day objects need \"dayMode\" and \"periods\""),
        .field(
            #""type": "grid", "delimiter": "d", "area": "a", "wireRows": 1000000000"#,
            "/wireRows: this is a number from 1 to 64"),
        .field(
            #""type": "line", "members": ["x"], "scale": 0"#, "/members: a line needs x and y of each point",
            "/scale: the scale must be above 0"),
        .field(
            #""type": "polygon", "members": ["a", "b", "c", "d"], "scale": 100"#,
            "/members: a polygon needs x and y of each point"),
        .field(#""type": "list""#, ": a list needs \"items\""),
        .field(
            #""type": "list", "identity": "name", "items": {"title": "I", "type": "text"}"#,
            "/identity: an identity is \"position\" or \"content\""),
        .field(
            #""type": "list", "key": "id", "items": {"title": "I", "type": "text"}"#,
            "/key: the items have no field \"id\""),
    ])
    func faultsOfAField(schema: FaultySchema) {
        #expect(schema.found == schema.problems)
    }

    @Test func aMemberThatItsTypeDoesNotHaveIsUnknown() throws {
        let found = FaultySchema.field(#""type": "integer", "slots": 3"#).found
        #expect(found.count == 1)
        #expect(
            try #require(found.first).hasPrefix("test.json: /endpoints/a~1b/fields/f/slots: unknown member; known are ")
        )
    }

    @Test func limitsAreSiblings() {
        let schema = FaultySchema.endpoint(
            #""fields": {"f": {"title": "F", "type": "integer", "limits": {"minimum": "least", "maximum": "f"}}}"#)
        #expect(schema.found == ["test.json: /endpoints/a~1b: /f is limited by \"least\", which does not exist"])
    }
}
