import CommandTestSupport
import Foundation
import JSONTree
import Testing

/// `camkeep keys`: making keys, and where recipients and identities come from.
struct KeysTests {
    private static let identity = ".config/camkeep/identity.txt"
    private static let recipients = ".config/camkeep/recipients.txt"

    /// A recipient that nobody here has the identity of: the example of age's specification.
    private static let other = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

    private func mode(_ fixture: Fixture, _ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    private func text(_ fixture: Fixture, _ name: String) throws -> String {
        try String(decoding: fixture.read(name), as: UTF8.self)
    }

    @Test func passphrasesComeFromAFileOrACommand() async throws {
        let fixture = try Fixture()
        let file = fixture.path("pw")
        try fixture.write("Kranich 7\n".utf8, to: "pw")
        chmod(file, 0o600)
        let made = try await fixture.run("keys", "generate", "--passphrase-file", file)
        #expect(made.status == 0, "\(made.errors)")
        let read = try await fixture.run("keys", "recipients", "--passphrase-command", "cat '\(file)'")
        #expect(read.output == made.output)

        let wrong = try await fixture.run("keys", "recipients", "--passphrase-command", "echo Storch 8")
        #expect(wrong.status == 3)
        #expect(wrong.errors.contains("identity.txt: wrong passphrase"))
        #expect(!wrong.errors.contains("Storch"))

        var damaged = try fixture.read(Self.identity)
        damaged.removeSubrange(damaged.count - 60..<damaged.count - 50)
        try fixture.write(damaged, to: Self.identity)
        let broken = try await fixture.run("keys", "recipients", "--passphrase-file", file)
        #expect(broken.status == 5)
        #expect(broken.errors.contains("identity.txt: the armoured text is damaged"))
    }
    @Test func aKeyAtItsUsualPlaceIsUsedFromThenOn() async throws {
        let fixture = try Fixture()
        let before = try await fixture.run("keys", "show")
        #expect(before.status == 0 && before.output == "")
        #expect(before.errors.contains("'camkeep keys generate' makes a key"))

        let made = try await fixture.run("keys", "generate")
        #expect(made.status == 0, "\(made.errors)")
        let recipient = String(made.output.dropLast())
        #expect(recipient.hasPrefix("age1") && made.output.hasSuffix("\n") && !made.output.dropLast().contains("\n"))
        #expect(made.errors.contains("Keep a copy of the identity offline"))
        #expect(made.errors.contains(Self.identity) && made.errors.contains(Self.recipients))
        #expect(!(made.output + made.errors).contains("AGE-SECRET-KEY"))
        #expect(try mode(fixture, Self.identity) == 0o600)
        #expect(try text(fixture, Self.identity).contains("# public key: \(recipient)\nAGE-SECRET-KEY-1"))
        #expect(try text(fixture, Self.recipients).hasSuffix("\n\(recipient)\n"))

        let shown = try await fixture.run("keys", "show")
        #expect(shown.output.hasPrefix(recipient) && shown.output.contains(Self.recipients))
        let derived = try await fixture.run("keys", "recipients")
        #expect(derived.output == recipient + "\n")
    }

    @Test func anIdentityIsNeverOverwritten() async throws {
        let fixture = try Fixture()
        _ = try await fixture.run("keys", "generate")
        let (identity, recipients) = try (fixture.read(Self.identity), fixture.read(Self.recipients))
        let again = try await fixture.run("keys", "generate")
        #expect(again.status == 3)
        #expect(again.output == "")
        #expect(again.errors.contains("identity.txt: there is a file of this name, which is never overwritten"))
        #expect(again.errors.contains("hint: "))
        #expect(try fixture.read(Self.identity) == identity)
        #expect(try fixture.read(Self.recipients) == recipients)
    }

    @Test func aKeyElsewhereIsNotUsedByItself() async throws {
        let fixture = try Fixture()
        let made = try await fixture.run("keys", "generate", "--output", fixture.path("safe/key.txt"), "--json")
        #expect(made.status == 0, "\(made.errors)")
        let object = try #require(try made.jsonLines.first)
        #expect(object["identity"] == "safe/key.txt")
        #expect(object["protected"] == .bool(false))
        #expect(object["recipientsFile"] == nil)
        #expect(try mode(fixture, "safe/key.txt") == 0o600)
        #expect(try fixture.files(".config/camkeep") == ["fingerprint-key"])
        #expect(try await fixture.run("keys", "show").output == "")
        let recipient = try #require(object["recipient"]?.stringValue)
        let derived = try await fixture.run("keys", "recipients", "--identity", fixture.path("safe/key.txt"))
        #expect(derived.output == recipient + "\n")
    }

    @Test func aKeyIsListedAfterWhatTheUserWroteThere() async throws {
        let fixture = try Fixture()
        try fixture.write("# the office\n\(Self.other)".utf8, to: Self.recipients)
        let recipient = try await fixture.run("keys", "generate").output
        let shown = try await fixture.run("keys", "show", "--json")
        #expect(try shown.jsonLines.map { $0["recipient"]?.stringValue } == [Self.other, String(recipient.dropLast())])
        #expect(try text(fixture, Self.recipients).hasPrefix("# the office\n\(Self.other)\n"))
    }

    // The identity is made first: an error about the list must not hide that it is there.
    @Test func aListWithAMistakeIsLeftAlone() async throws {
        let fixture = try Fixture()
        try fixture.write("age1mistyped\n".utf8, to: Self.recipients)
        let made = try await fixture.run("keys", "generate")
        #expect(made.status == 2)
        #expect(made.errors.contains("the identity was written to"))
        #expect(made.errors.contains("recipients.txt, line 1: "))
        #expect(made.output.hasPrefix("age1"))
        #expect(try text(fixture, Self.recipients) == "age1mistyped\n")
        #expect(try await fixture.run("keys", "recipients").output == made.output)
    }

    @Test func optionsComeBeforeTheVariableAndThatBeforeTheFile() async throws {
        let fixture = try Fixture()
        func make(_ name: String) async throws -> String {
            String(try await fixture.run("keys", "generate", "-o", fixture.path(name)).output.dropLast())
        }
        let (one, two) = try await (make("one"), make("two"))
        try fixture.write("# comment\n\n\(one)\n".utf8, to: Self.recipients)
        try fixture.write("\(two)\n\(one)\n".utf8, to: "list")
        let list = fixture.path("list")
        func sources(_ arguments: [String], _ variable: String? = nil) async throws -> [String] {
            let outcome = try await fixture.run(
                ["keys", "show"] + arguments, environment: variable.map { ["CAMKEEP_RECIPIENTS": $0] } ?? [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map(String.init)
        }
        #expect(try await sources([]) == ["\(one)  \(Self.recipients)"])
        #expect(
            try await sources([], "\(two), \(Self.other)") == [two, Self.other].map { "\($0)  CAMKEEP_RECIPIENTS" })
        #expect(try await sources([], list) == ["\(two)  list", "\(one)  list"])
        #expect(try await sources(["--recipient", Self.other], two) == ["\(Self.other)  --recipient"])
        #expect(
            try await sources(["--recipient", one, "--recipients-file", list]) == [
                "\(one)  --recipient", "\(two)  list",
            ])
    }

    @Test(arguments: [
        (["--recipient", "ssh-ed25519 AAAA"], nil, "--recipient: unsupported recipient: an SSH key"),
        (["--recipient", "age1x"], nil, "--recipient: this is not a recipient"),
        (["--recipients-file", "FOLDER/mixed"], nil, "mixed, line 3: unsupported recipient: a key of an age plugin"),
        (
            ["--recipients-file", "FOLDER/hybrid"], nil,
            "hybrid, line 1: unsupported recipient: a post-quantum hybrid key"
        ),
        (["--recipients-file", "FOLDER/empty"], nil, "empty: it has no recipient"),
        ([], "age1x", "CAMKEEP_RECIPIENTS: this is not a recipient"),
        (
            ["--recipient", "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"], nil,
            "--recipient: this is an identity, a secret key"
        ),
        (
            [], "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
            "CAMKEEP_RECIPIENTS: this is an identity, a secret key"
        ),
    ])
    func whatIsNotARecipientIsNamedWithItsPlace(_ arguments: [String], _ variable: String?, _ words: String)
        async throws
    {
        let fixture = try Fixture()
        try fixture.write("# x\n\(Self.other)\nage1yubikey1qwt50d05\n".utf8, to: "mixed")
        try fixture.write("age1pq1x34nzsvr0rxj\n".utf8, to: "hybrid")
        try fixture.write("# nobody\n".utf8, to: "empty")
        let outcome = try await fixture.run(
            ["keys", "show"] + arguments.map { $0.replacingOccurrences(of: "FOLDER", with: fixture.folder) },
            environment: variable.map { ["CAMKEEP_RECIPIENTS": $0] } ?? [:])
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("camkeep: error: \(words)"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("GFPYY"), "a secret key is never repeated")
    }

    @Test func optionsComeBeforeTheVariableOfIdentities() async throws {
        let fixture = try Fixture()
        let usual = try await fixture.run("keys", "generate").output
        let one = try await fixture.run("keys", "generate", "-o", fixture.path("one")).output
        let two = try await fixture.run("keys", "generate", "-o", fixture.path("two")).output
        let environment = ["CAMKEEP_IDENTITY": fixture.path("one")]
        #expect(try await fixture.run("keys", "recipients").output == usual)
        #expect(try await fixture.run(["keys", "recipients"], environment: environment).output == one)
        let both = try await fixture.run(
            ["keys", "recipients"] + ["two", "one", "two"].flatMap { ["--identity", fixture.path($0)] },
            environment: environment)
        #expect(both.output == two + one)

        let key = try text(fixture, "one").split(separator: "\n").last.map(String.init) ?? ""
        let inVariable = try await fixture.run(["keys", "recipients"], environment: ["CAMKEEP_IDENTITY": key])
        #expect(inVariable.status == 2)
        #expect(inVariable.errors.contains("CAMKEEP_IDENTITY holds an identity, where it must name the file of one"))
        #expect(!inVariable.errors.contains(key))
    }

    @Test func anIdentityThatOthersCanReadIsRefused() async throws {
        let fixture = try Fixture()
        _ = try await fixture.run("keys", "generate", "-o", fixture.path("my key.txt"))
        chmod(fixture.path("my key.txt"), 0o644)
        let refused = try await fixture.run("keys", "recipients", "--identity", fixture.path("my key.txt"))
        #expect(refused.status == 3)
        #expect(refused.errors.contains("my key.txt: refused, as it holds an identity and is open to other users"))
        #expect(refused.errors.contains("hint: make it yours alone: chmod 600 'my key.txt'"), "\(refused.errors)")

        let missing = try await fixture.run("keys", "recipients", "--identity", fixture.path("nowhere"))
        #expect(missing.status == 3)
        #expect(missing.errors.contains("nowhere: cannot read it: No such file or directory"))
        let none = try await fixture.run("keys", "recipients")
        #expect(none.status == 2)
        #expect(none.errors.contains("there is no identity"))
    }
}
