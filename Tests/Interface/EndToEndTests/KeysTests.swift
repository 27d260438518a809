import CommandTestSupport
import Foundation
import TestSupport
import Testing

/// `camkeep keys` on terminals, and what the age tool makes of the keys.
struct KeysTests {
    private static let identity = ".config/camkeep/identity.txt"
    private static let recipients = ".config/camkeep/recipients.txt"

    private func text(_ fixture: Fixture, _ name: String) throws -> String {
        try String(decoding: fixture.read(name), as: UTF8.self)
    }

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

    @Test func withoutATerminalAProtectedIdentityStaysClosed() async throws {
        let fixture = try Fixture()
        _ = try await fixture.run("keys", "generate", "--passphrase-command", "echo Kranich 7")
        let silent = try await fixture.start(
            ["--wait", Fixture.binaries + "/camkeep", "keys", "recipients"], program: "/usr/bin/setsid"
        ).result()
        let outcome = Outcome(silent)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("needs a passphrase, and there is no terminal to ask for it on"))
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
