import CameraClient
import Cryptography
import Foundation
import JSONTree
import TestSupport
import Testing

@testable import Fleet

struct InventoryTests {
    static let example = """
        // The site in Kiel
        {
          "defaults": { "user": "admin", "groups": ["all"], "password": { "file": "pw" }, },
          "cameras": [
            /* both gates */
            { "name": "gate-1", "address": "http://10.0.0.1", "groups": ["gate"] },
            { "name": "gate-2", "address": "https://10.0.0.2:8443/", "timeout": 60, "except": ["event/audio"],
              "password": { "environment": "GATE2" }, "identity": { "network/interfaces.ip": "10.0.0.2" }, },
            { "name": "yard", "address": "http://10.0.0.3", "user": "ops", },  // was replaced
          ],
        }
        """

    @Test func commentsTrailingCommasAndDefaults() throws {
        let inventory = try Inventory(Array(Self.example.utf8), path: "site/cameras.json")
        #expect(inventory.cameras.map(\.name) == ["gate-1", "gate-2", "yard"])
        #expect(inventory.groups == ["all", "gate"])
        let second = try #require(inventory.camera(named: "gate-2"))
        #expect(second.target.description == "https://10.0.0.2:8443")
        #expect(second.timeout == 60)
        #expect(second.user == "admin")
        #expect(second.groups == ["all"])
        #expect(second.password == .environment("GATE2"))
        #expect(second.except == ["event/audio"])
        #expect(second.identity["network/interfaces.ip"] == "10.0.0.2")
        // Relative to the inventory, wherever the command is run.
        #expect(inventory.camera(named: "yard")?.password == .file("site/pw"))
        #expect(inventory.camera(named: "yard")?.user == "ops")
    }

    @Test func camerasMayBeMembersOfAnObject() throws {
        let text = #"{"cameras": {"b": {"address": "http://b"}, "a": {"address": "http://a"}}}"#
        #expect(try Inventory(Array(text.utf8), path: "c").cameras.map(\.name) == ["b", "a"])
    }

    @Test(arguments: [
        (
            "{\n  \"cameras\": [\n    { \"name\": \"a\", \"adress\": \"http://a\" }\n  ]\n}",
            "c:3:20: a camera has no member \"adress\""
        ),
        (#"{"cameras": [{"name": "a", "address": "http://a", "usr": "x"}]}"#, "c:1:51: a camera has no member \"usr\""),
        (#"{"cameras": [{"name": "a", "address": "10.0.0.1"}]}"#, "must begin with http:// or https://"),
        (#"{"cameras": [{"name": "a", "address": "http://a", "password": "12345"}]}"#, "does not belong here"),
        (#"{"cameras": [{"name": "a", "address": "http://a", "timeout": 0}]}"#, "from 1 to 3600"),
        (#"{"cameras": [{"name": "a@b", "address": "http://a"}]}"#, "cannot be the name of a camera"),
        (
            #"{"cameras": [{"name": "a", "address": "http://a"}, {"name": "A", "address": "http://b"}]}"#,
            "would share the folder"
        ),
        (
            #"{"cameras": [{"name": "a", "address": "http://a"}, {"name": "b", "address": "http://a:80"}]}"#,
            "same address as a"
        ),
        (
            #"{"cameras": [{"name": "a", "address": "http://a", "password": {"file": "x", "command": "y"}}]}"#,
            "exactly one"
        ),
        (#"{"cameras": [{"name": "a", "address": "http://a", "knownKey": "sha256//x"}]}"#, "this is not a key"),
        (#"{"cameras": 5}"#, "c:1:2: \"cameras\" is a number"),
        ("{\"cameras\": [,]}", "c:1:14: found \",\""),
        ("{\"cameras\": [] /* open", "c:1:16: "),
        ("{\"cameras\": [], \"cameras\": []}", "c:1:17: the member \"cameras\" appears twice in one object"),
        ("{}", "there is no member \"cameras\""), ("", "c:1:1: the text is empty"),
    ])
    func mistakesAreToldWithTheirPlace(_ text: String, _ part: String) throws {
        let error = try #require(throws: InventoryError.self) { try Inventory(Array(text.utf8), path: "c") }
        #expect(error.description.contains(part), "\(error)")
    }

    @Test func allMistakesAreToldAtOnceWithSuggestions() throws {
        let text =
            #"{"cameras": [{"name": "a", "adress": "http://a"}, {"name": "b", "address": "http://b", "grups": []}]}"#
        let error = try #require(throws: InventoryError.self) { try Inventory(Array(text.utf8), path: "c") }
        #expect(error.problems.compactMap(\.hint).contains("did you mean \"address\"?"))
        #expect(error.problems.compactMap(\.hint).contains("did you mean \"groups\"?"))
        #expect(error.problems.count == 3)
    }

    /// Whatever is in the file, reading it ends with an inventory or an error with a place inside of it.
    @Test func noTextBreaksTheReader() {
        var generator = SeededGenerator(seed: 6)
        let bytes = Array(Self.example.utf8)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: damaged.remove(at: place)
                case 1: damaged[place] = Array("\"{}[],:/*\\ 1".utf8).randomElement(using: &generator) ?? 0
                default: damaged = Array(damaged.prefix(place + 1))
                }
            }
            do throws(InventoryError) {
                _ = try Inventory(damaged, path: "c")
            } catch {
                #expect(error.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 })
            }
        }
    }

    @Test func theExampleFollowsTheSchema() throws {
        let file = Repository.file("schema/inventory-v1.schema.json")
        let bytes = try Array(Data(contentsOf: file))
        let schema = try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32))
        let checker = try JSONSchemaChecker(schema)
        let violations = try checker.violations(of: CommentedJSON(Array(Self.example.utf8)).value)
        #expect(violations == [], "\(violations)")
        let members = schema["$defs"]?["camera"]?["properties"]?.objectValue?.names
        #expect(Set(members ?? []) == Set(InventoryDecoder.cameraMembers))
        let wrong: JSONValue = ["cameras": [["name": "a", "adress": "http://a"]]]
        #expect(try !checker.violations(of: wrong).isEmpty)
    }
}

struct InventoryEditorTests {
    private let entry: InventoryEntry = {
        var entry = InventoryEntry(name: "new", address: "http://10.9.9.9")
        entry.groups = ["gate"]
        return entry
    }()

    @Test(arguments: [
        InventoryTests.example, "{\"cameras\":[]}", "{\"cameras\": {}}", "{\n  \"cameras\": [\n  ]\n}\n",
        "{\"cameras\": [{\"name\": \"a\", \"address\": \"http://a\"}]}",
        "{\"cameras\": {\"a\": {\"address\": \"http://a\"}}}",
        "{\n  \"cameras\": [\n    {\"name\": \"a\", \"address\": \"http://a\"} // the last, for now\n  ]\n}",
        "{\n  \"cameras\": [\n    {\"name\": \"a\", \"address\": \"http://a\"} // one, two\n    , // here\n  ]\n}",
        "{\"cameras\": [ // none\n]}",
    ])
    func aCameraIsAddedAndEverythingElseStays(_ text: String) throws {
        let bytes = Array(text.utf8)
        let before = try Inventory(bytes, path: "c")
        let once = try InventoryEditor.adding([entry], to: bytes, path: "c")
        var other = entry
        other.name = "newer"
        other.address = "http://10.9.9.8"
        let twice = try InventoryEditor.adding([other], to: once, path: "c")
        let after = try Inventory(twice, path: "c")
        #expect(after.cameras.map(\.name) == before.cameras.map(\.name) + ["new", "newer"])
        // Nothing was taken away: the old text is what is left without the new lines and one comma.
        for line in text.split(separator: "\n") {
            guard let comment = line.range(of: "// ") else { continue }
            #expect(String(decoding: twice, as: UTF8.self).contains(line[comment.lowerBound...]))
        }
    }

    @Test func whatWouldBreakTheInventoryIsRefused() throws {
        var twin = entry
        twin.name = "gate-1"
        let bytes = Array(InventoryTests.example.utf8)
        #expect(throws: InventoryError.self) { try InventoryEditor.adding([twin], to: bytes, path: "c") }
    }

    @Test func aTableBecomesAnInventory() throws {
        let table = """
            Name;IP;Groups;Model;User
            gate-1;10.0.0.1;"gate, north";16CV500;admin
            "yard";https://10.0.0.2:8443;;;

            ;10.0.0.3:81;;"Two ""quoted""\nlines";

            """
        let entries = try CameraTable(Array(table.utf8), path: "t").entries
        #expect(entries.map(\.name) == ["gate-1", "yard", "10.0.0.3_81"])
        #expect(entries[0].groups == ["gate", "north"])
        let inventory = try Inventory(InventoryEditor.text(of: entries), path: "c")
        #expect(inventory.camera(named: "yard")?.target.description == "https://10.0.0.2:8443")
        #expect(inventory.cameras[2].model == "Two \"quoted\"\nlines")
    }

    @Test(arguments: [
        ("name,adress\na,b", "t:1:1: there is no column \"adress\""), ("name,model\na,b", "no column \"address\""),
        ("name,address\na\n", "t:2:1: 1 cells"), ("name,address\na,\n", "t:2:1: the address is missing"), ("", "empty"),
        ("name,name,address\n", "twice"),
    ])
    func mistakesOfATableAreTold(_ text: String, _ part: String) throws {
        let error = try #require(throws: InventoryError.self) { try CameraTable(Array(text.utf8), path: "t") }
        #expect(error.description.contains(part), "\(error)")
    }
}
