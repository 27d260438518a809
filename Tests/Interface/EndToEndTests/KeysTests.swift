import Foundation
import JSONTree
import TestSupport
import Testing

/// `camkeep keys`: making keys, and where recipients and identities come from.
struct KeysTests {
    private static let identity = ".config/camkeep/identity.txt"
    private static let recipients = ".config/camkeep/recipients.txt"

    /// A recipient that nobody here has the identity of: the example of age's specification.
    private static let other = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

    private func mode(_ fixture: Fixture, _ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.folder + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    private func text(_ fixture: Fixture, _ name: String) throws -> String {
        try String(decoding: fixture.read(name), as: UTF8.self)
    }

    // MARK: - Making a key

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
        let made = try await fixture.run("keys", "generate", "--output", "safe/key.txt", "--json")
        #expect(made.status == 0, "\(made.errors)")
        let object = try #require(try made.jsonLines.first)
        #expect(object["identity"] == "safe/key.txt")
        #expect(object["protected"] == .bool(false))
        #expect(object["recipientsFile"] == nil)
        #expect(try mode(fixture, "safe/key.txt") == 0o600)
        #expect(try fixture.files(".config/camkeep") == ["fingerprint-key"])
        #expect(try await fixture.run("keys", "show").output == "")
        let recipient = try #require(object["recipient"]?.stringValue)
        let derived = try await fixture.run("keys", "recipients", "--identity", "safe/key.txt")
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

    // MARK: - Passphrases

    @Test func aProtectedIdentityAsksForItsPassphrase() async throws {
        let fixture = try Fixture()
        let terminal = try PseudoTerminal()
        let child = try fixture.start(["keys", "generate", "--passphrase"], streams: .terminal(terminal))
        for question in ["New passphrase: ", "The same again: "] {
            try await wait(until: question) { terminal.shown.contains(question) }
            terminal.type("Kranich 7\r")
        }
        #expect(try await child.result().end == .exited(0), "\(terminal.shown)")
        try await wait(until: "the last note") { terminal.shown.contains("needs the recipient, not") }
        #expect(terminal.shown.contains("Keep a copy of the identity and of the passphrase offline"))
        let recipient = try #require(try text(fixture, Self.recipients).split(separator: "\n").last)
        #expect(try text(fixture, Self.identity).hasPrefix("-----BEGIN AGE ENCRYPTED FILE-----\n"))

        let asking = try PseudoTerminal()
        let reader = try fixture.start(["keys", "recipients"], streams: .terminal(asking))
        try await wait(until: "the prompt") { asking.shown.contains("identity.txt: ") }
        asking.type("Kranich 7\r")
        #expect(try await reader.result().end == .exited(0), "\(asking.shown)")
        try await wait(until: "the recipient") { asking.shown.contains(recipient) }
        #expect(!(terminal.shown + asking.shown).contains("Kranich"))
    }

    @Test func aMistypedPassphraseMakesNothing() async throws {
        let fixture = try Fixture()
        let terminal = try PseudoTerminal()
        let child = try fixture.start(["keys", "generate", "--passphrase"], streams: .terminal(terminal))
        for (question, answer) in [("New passphrase: ", "one"), ("The same again: ", "other")] {
            try await wait(until: question) { terminal.shown.contains(question) }
            terminal.type(answer + "\r")
        }
        #expect(try await child.result().end == .exited(2))
        try await wait(until: "the error") { terminal.shown.contains("the two passphrases differ") }
        #expect(try fixture.files(".config/camkeep") == ["fingerprint-key"])
    }

    @Test func passphrasesComeFromAFileOrACommand() async throws {
        let fixture = try Fixture()
        try fixture.write("Kranich 7\n".utf8, to: "pw")
        chmod(fixture.folder + "/pw", 0o600)
        let made = try await fixture.run("keys", "generate", "--passphrase-file", "pw")
        #expect(made.status == 0, "\(made.errors)")
        let read = try await fixture.run("keys", "recipients", "--passphrase-command", "cat pw")
        #expect(read.output == made.output)

        let wrong = try await fixture.run("keys", "recipients", "--passphrase-command", "echo Storch 8")
        #expect(wrong.status == 3)
        #expect(wrong.errors.contains("identity.txt: wrong passphrase"))
        #expect(!wrong.errors.contains("Storch"))

        let silent = try await fixture.start(
            ["--wait", Fixture.binaries + "/camkeep", "keys", "recipients"], program: "/usr/bin/setsid"
        ).result()
        let outcome = Outcome(silent)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("needs a passphrase, and there is no terminal to ask for it on"))

        var damaged = try fixture.read(Self.identity)
        damaged.removeSubrange(damaged.count - 60..<damaged.count - 50)
        try fixture.write(damaged, to: Self.identity)
        let broken = try await fixture.run("keys", "recipients", "--passphrase-file", "pw")
        #expect(broken.status == 5)
        #expect(broken.errors.contains("identity.txt: the armoured text is damaged"))
    }

    // MARK: - Where recipients come from

    @Test func optionsComeBeforeTheVariableAndThatBeforeTheFile() async throws {
        let fixture = try Fixture()
        func make(_ name: String) async throws -> String {
            String(try await fixture.run("keys", "generate", "-o", name).output.dropLast())
        }
        let (one, two) = try await (make("one"), make("two"))
        try fixture.write("# comment\n\n\(one)\n".utf8, to: Self.recipients)
        try fixture.write("\(two)\n\(one)\n".utf8, to: "list")
        func sources(_ arguments: [String], _ variable: String? = nil) async throws -> [String] {
            let outcome = try await fixture.run(
                ["keys", "show"] + arguments, environment: variable.map { ["CAMKEEP_RECIPIENTS": $0] } ?? [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map(String.init)
        }
        #expect(try await sources([]) == ["\(one)  \(fixture.folder)/\(Self.recipients)"])
        #expect(
            try await sources([], "\(two), \(Self.other)") == [two, Self.other].map { "\($0)  CAMKEEP_RECIPIENTS" })
        #expect(try await sources([], "list") == ["\(two)  list", "\(one)  list"])
        #expect(try await sources(["--recipient", Self.other], two) == ["\(Self.other)  --recipient"])
        #expect(
            try await sources(["--recipient", one, "--recipients-file", "list"]) == [
                "\(one)  --recipient", "\(two)  list",
            ])
    }

    @Test(arguments: [
        (["--recipient", "ssh-ed25519 AAAA"], nil, "--recipient: unsupported recipient: an SSH key"),
        (["--recipient", "age1x"], nil, "--recipient: this is not a recipient"),
        (["--recipients-file", "mixed"], nil, "mixed, line 3: unsupported recipient: a key of an age plugin"),
        (["--recipients-file", "hybrid"], nil, "hybrid, line 1: unsupported recipient: a post-quantum hybrid key"),
        (["--recipients-file", "empty"], nil, "empty: it has no recipient"),
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
    func whatIsNoRecipientIsNamedWithItsPlace(_ arguments: [String], _ variable: String?, _ words: String) async throws
    {
        let fixture = try Fixture()
        try fixture.write("# x\n\(Self.other)\nage1yubikey1qwt50d05\n".utf8, to: "mixed")
        try fixture.write("age1pq1x34nzsvr0rxj\n".utf8, to: "hybrid")
        try fixture.write("# nobody\n".utf8, to: "empty")
        let outcome = try await fixture.run(
            ["keys", "show"] + arguments, environment: variable.map { ["CAMKEEP_RECIPIENTS": $0] } ?? [:])
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("camkeep: error: \(words)"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("GFPYY"), "a secret key is never repeated")
    }

    // MARK: - Where identities come from

    @Test func optionsComeBeforeTheVariableOfIdentities() async throws {
        let fixture = try Fixture()
        let usual = try await fixture.run("keys", "generate").output
        let one = try await fixture.run("keys", "generate", "-o", "one").output
        let two = try await fixture.run("keys", "generate", "-o", "two").output
        let environment = ["CAMKEEP_IDENTITY": "one"]
        #expect(try await fixture.run("keys", "recipients").output == usual)
        #expect(try await fixture.run(["keys", "recipients"], environment: environment).output == one)
        let both = try await fixture.run(
            ["keys", "recipients", "--identity", "two", "--identity", "one", "--identity", "two"],
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
        _ = try await fixture.run("keys", "generate", "-o", "my key.txt")
        chmod(fixture.folder + "/my key.txt", 0o644)
        let refused = try await fixture.run("keys", "recipients", "--identity", "my key.txt")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("my key.txt: refused, as it holds an identity and is open to other users"))
        #expect(refused.errors.contains("hint: make it yours alone: chmod 600 'my key.txt'"), "\(refused.errors)")

        let missing = try await fixture.run("keys", "recipients", "--identity", "nowhere")
        #expect(missing.status == 3)
        #expect(missing.errors.contains("nowhere: cannot read it: No such file or directory"))
        let none = try await fixture.run("keys", "recipients")
        #expect(none.status == 2)
        #expect(none.errors.contains("there is no identity"))
    }

    // What the tools of others make of our files is what counts in an emergency.
    @Test func ageUsesTheFilesThatWereMade() async throws {
        let fixture = try Fixture()
        _ = try await fixture.run("keys", "generate")
        let sealed = try await fixture.start(
            ["-R", Self.recipients], program: "/usr/bin/age", streams: .pipes(input: Array("secret".utf8))
        ).result()
        #expect(sealed.end == .exited(0))
        let opened = try await fixture.start(
            ["-d", "-i", Self.identity], program: "/usr/bin/age", streams: .pipes(input: sealed.output)
        ).result()
        #expect(opened.output == Array("secret".utf8))
    }
}
