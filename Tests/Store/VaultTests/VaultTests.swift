import CameraSchema
import Configuration
import Foundation
import JSONTree
import Sealing
import Snapshots
import Testing

@testable import Vault

struct VaultTests {
    private let fixture: VaultFixture
    private let schema: CameraSchema
    private let time = SnapshotTime(secondsSince1970: 1_800_000_000)

    init() throws {
        fixture = try VaultFixture()
        schema = try CameraSchema(files: SchemaFile.embedded)
    }

    private func name(_ text: String) throws -> SecretName {
        try #require(SecretName(text))
    }

    private func set(_ text: String, _ value: String, _ scope: VaultScope) throws {
        try fixture.vault.set(try name(text), Secret(.string(value)), for: scope, to: [fixture.recipient], at: time)
    }

    private func value(_ entry: VaultEntry) throws -> JSONValue {
        try fixture.vault.open(entry, with: [fixture.identity]).reveal()
    }

    // MARK: Names

    @Test(arguments: [
        "network/ftp.password", "network/snmp.roUser.authpass", "storage/cloud[bindType=16].verificationCode",
    ])
    func namesAreWrittenAsTheyAreRead(text: String) throws {
        let name = try name(text)
        #expect(name.description == text)
        #expect(schema.secretField(name) != nil)
    }

    @Test(arguments: ["", "network/ftp", "network/ftp.", "network/ftp..a", ".password", "storage/cloud[x].y"])
    func whatIsNoName(text: String) {
        #expect(SecretName(text) == nil)
    }

    @Test(arguments: [
        "network/ftp.server", "network/nothing.password", "storage/cloud.verificationCode", "session/login.password",
        "network/ftp[a=1].password",
    ])
    func whatTheSchemaDoesNotKeepSecret(text: String) throws {
        #expect(schema.secretField(try name(text)) == nil)
    }

    @Test func theSchemaNamesWhatCamerasNeverGiveBack() {
        let withheld = schema.secretFields.filter(\.isWithheld).map { $0.pattern(schema) }
        #expect(
            Set(withheld).isSuperset(of: [
                "network/ftp.password", "network/smtp.password", "network/pppoe.password", "network/ddns.password",
            ]))
        #expect(schema.secretFields.contains { $0.pattern(schema) == "storage/cloud[bindType=…].verificationCode" })
        #expect(schema.secretFields.allSatisfy { !$0.title.isEmpty })
    }

    @Test(arguments: ["default", "camera/front-door", "camera/a/b", "group/yard"])
    func scopesAreWrittenAsTheyAreRead(text: String) {
        #expect(VaultScope(text)?.description == text)
    }

    @Test(arguments: ["", "camera", "camera/", "default/x", "Camera/x", "group/a\nb"])
    func whatIsNoScope(text: String) {
        #expect(VaultScope(text) == nil)
    }

    // MARK: Entries

    @Test func theNarrowestScopeCounts() throws {
        #expect(try fixture.vault.entries().isEmpty)
        try set("network/ftp.password", "everywhere", .all)
        try set("network/smtp.password", "mail", .all)
        try set("network/ftp.password", "yard", .group("yard"))
        try set("network/ftp.password", "gates", .group("gates"))
        try set("network/ftp.password", "door", .camera("door"))
        func ftp(_ camera: String, _ groups: [String]) throws -> JSONValue {
            let entries = try fixture.vault.entries(camera: camera, groups: groups)
            #expect(entries.map(\.name.description) == ["network/ftp.password", "network/smtp.password"])
            return try value(#require(entries.first))
        }
        #expect(try ftp("door", ["yard"]) == "door")
        #expect(try ftp("other", ["yard", "gates"]) == "yard")
        #expect(try ftp("other", ["gates", "yard"]) == "gates")
        #expect(try ftp("other", []) == "everywhere")
    }

    @Test func anEntryIsReplacedAndRemoved() throws {
        try set("network/ftp.password", "old", .all)
        try set("network/ftp.password", "new", .all)
        let entries = try fixture.vault.entries()
        #expect(entries.count == 1)
        #expect(try value(#require(entries.first)) == "new")
        #expect(try fixture.vault.remove(name("network/ftp.password"), for: .all))
        #expect(try !fixture.vault.remove(name("network/ftp.password"), for: .all))
        #expect(try fixture.vault.entries().isEmpty)
    }

    @Test func theFileHoldsNoSecretAndIsForItsOwnerAlone() throws {
        try set("network/ftp.password", "correct horse", .camera("door"))
        let bytes = try Data(contentsOf: URL(filePath: fixture.vault.path))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("correct horse"))
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.vault.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func anEntryThatWasMovedIsRefused() throws {
        try set("network/ftp.password", "a", .camera("door"))
        let entry = try #require(fixture.vault.entries().first)
        let moved = VaultEntry(scope: .camera("yard"), name: entry.name, set: entry.set, sealed: entry.sealed)
        let error = #expect(throws: VaultError.self) { try value(moved) }
        #expect(error?.code == .damaged)
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"format\":\"camkeep-vault\",\"version\":\"1.0\",\"entries\":[{}]}",
        "{\"format\":\"camkeep-vault\",\"version\":\"1.0\",\"entries\":[],\"x\":1}",
        "{\"format\":\"camkeep-vault\",\"version\":\"9.0\",\"entries\":[]}",
    ])
    func aDamagedFileIsNoEmptyVault(text: String) throws {
        try FileManager.default.createDirectory(atPath: fixture.path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: fixture.vault.path))
        let error = #expect(throws: VaultError.self) { try fixture.vault.entries() }
        #expect(error?.subject == fixture.vault.path)
        #expect(throws: VaultError.self) { try set("network/ftp.password", "a", .all) }
        #expect(try Data(contentsOf: URL(filePath: fixture.vault.path)) == Data(text.utf8))
    }

    @Test func runsAtTheSameTimeLoseNothing() async throws {
        let (vault, recipient, time) = (fixture.vault, fixture.recipient, time)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    guard let name = SecretName("network/ftp.password") else { return }
                    try vault.set(name, Secret("x"), for: .camera("cam-\(number)"), to: [recipient], at: time)
                }
            }
            try await group.waitForAll()
        }
        #expect(try vault.entries().count == 12)
    }

    // MARK: Needs

    @Test func tellsWhereEachSecretOfARestoreComesFrom() throws {
        try set("network/ftp.password", "a", .group("yard"))
        let entries = try fixture.vault.entries(camera: "door", groups: ["yard"])
        let snapshot = try fixture.snapshot()
        let inventory = SecretInventory(of: snapshot, schema: schema, vault: entries, sealed: nil)
        let sources = Dictionary(uniqueKeysWithValues: inventory.needs.map { ($0.name.description, $0.source) })
        #expect(
            sources == [
                "network/ftp.password": .vault(.group("yard")), "network/smtp.username": .snapshot,
                "network/smtp.password": .missing,
            ])
        #expect(inventory.missing.map(\.title) == ["E-mail: Password"])

        var redacted = snapshot
        redacted.sealed = nil
        let missing = SecretInventory(of: redacted, schema: schema, vault: [], sealed: nil).missing
        #expect(
            missing.map(\.name.description) == [
                "network/ftp.password", "network/smtp.username", "network/smtp.password",
            ])
    }

    @Test func theVaultFillsWhatTheSnapshotLacks() throws {
        try set("network/ftp.password", "a", .all)
        try set("network/smtp.username", "not this one", .all)
        try set("network/pppoe.password", "not in the snapshot", .all)
        let held = try HeldSecrets.open(
            for: fixture.snapshot(), file: "a", vault: fixture.vault, entries: fixture.vault.entries(),
            with: [fixture.identity], fingerprintKey: nil)
        #expect(held[SectionName(endpoint: "network/ftp"), JSONPointer(["password"])]?.reveal() == "a")
        #expect(held[VaultFixture.smtp, VaultFixture.username]?.reveal() == "alarm@example.org")
        #expect(held.sectionNames.map(\.description) == ["network/ftp", "network/smtp"])
    }
}
