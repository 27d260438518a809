import CameraSchema
import Configuration
import Cryptography
import JSONTree
import Sealing
import Snapshots
import Testing
import Vault

struct SealedSecretsTests {
    private let fixture: VaultFixture

    init() throws {
        fixture = try VaultFixture()
    }

    private func open(_ snapshot: Snapshot, with identities: [Identity]? = nil) throws -> SecretSet {
        try SealedSecrets.open(
            snapshot, file: "a.json.gz", with: identities ?? [fixture.identity], fingerprintKey: fixture.fingerprintKey)
    }

    @Test func whatIsSealedOpens() throws {
        let snapshot = try fixture.snapshot()
        let opened = try open(SnapshotFile.decode(SnapshotFile.encode(snapshot), file: "a"))
        #expect(opened[VaultFixture.smtp, VaultFixture.username]?.reveal() == "alarm@example.org")
        #expect(opened[VaultFixture.smtp, VaultFixture.hidden]?.reveal() == 12345)
        #expect(opened.sectionNames == [VaultFixture.smtp])
    }

    @Test func nothingOfItIsInTheDocument() throws {
        let text = String(decoding: JSONWriter.canonical(try fixture.snapshot().json), as: UTF8.self)
        #expect(!text.contains("alarm@example.org"))
        #expect(!text.contains("12345"))
    }

    @Test func withoutASealedPartThereAreNoSecrets() throws {
        var snapshot = try fixture.snapshot()
        snapshot.sealed = nil
        #expect(try open(snapshot).isEmpty)
    }

    @Test func severalRecipientsOpenItEachAlone() throws {
        let other = try Identity.generate()
        var snapshot = try fixture.snapshot()
        snapshot.sealed = try SealedSecrets.seal(
            fixture.secrets, of: snapshot, to: [fixture.recipient, try #require(other.recipient)])
        for identity in [fixture.identity, other] {
            #expect(try open(snapshot, with: [identity])[VaultFixture.smtp].count == 2)
        }
    }

    @Test func aWrongIdentityIsNoDamage() throws {
        let snapshot = try fixture.snapshot()
        let wrong = try Identity.generate()
        let error = #expect(throws: VaultError.self) { try open(snapshot, with: [wrong]) }
        #expect(error?.code == .keys(.noMatch))
        #expect(error?.description.hasPrefix("a.json.gz: its sealed secrets: ") == true)
    }

    // Another snapshot of the same camera, and the same configuration at another time: what was sealed says whose it is.
    @Test(arguments: [(1_800_000_001, 25), (1_800_000_000, 26)])
    func aPartOfAnotherSnapshotIsRefused(taken: Int, port: Int) throws {
        var snapshot = try fixture.snapshot()
        snapshot.sealed = try fixture.snapshot(taken: taken, port: port).sealed
        let error = #expect(throws: VaultError.self) { try open(snapshot) }
        #expect(error?.code == .damaged)
        #expect(error?.detail.contains("another snapshot") == true)
    }

    @Test func aChangedFingerprintIsFound() throws {
        var snapshot = try fixture.snapshot()
        let forged = SecretState.set(
            SecretFingerprint(key: try #require(fingerprint()).key, value: String(repeating: "0", count: 32)))
        snapshot.sections["network/smtp"] = SectionRecord(
            config: ["username": forged.json, "port": 25],
            undocumented: [JSONPointer(["extra"]): ["key": fixture.standIn(VaultFixture.hidden)]])
        snapshot.sealed = try SealedSecrets.seal(fixture.secrets, of: snapshot, to: [fixture.recipient])
        let error = #expect(throws: VaultError.self) { try open(snapshot) }
        #expect(error?.code == .damaged)
        #expect(error?.detail.contains("network/smtp.username") == true)
    }

    private func fingerprint() -> SecretFingerprint? {
        fixture.fingerprintKey.fingerprint(of: Secret("x"), endpoint: "network/smtp", VaultFixture.username)
    }

    @Test(arguments: ["/nowhere", "/port", "no pointer"])
    func aSecretForAPlaceThatHasNoneIsRefused(place: String) throws {
        var snapshot = try fixture.snapshot()
        let document: JSONValue = [
            "format": "camkeep-secrets", "version": "1.0",
            "snapshot": [
                "digest": .string(snapshot.digest.text), "taken": .string(snapshot.taken.description),
                "camera": "192.168.1.10",
            ],
            "secrets": ["network/smtp": .object(JSONObject([(place, .string("x"))]))],
        ]
        snapshot.sealed = try seal(document)
        #expect(throws: VaultError.self) { try open(snapshot) }
    }

    @Test(
        arguments: [
            ["format": "camkeep-secrets", "version": "2.0"], ["format": "x"], [], 1,
        ] as [JSONValue])
    func whatIsNoSecretsIsRefused(document: JSONValue) throws {
        var snapshot = try fixture.snapshot()
        snapshot.sealed = try seal(document)
        #expect(throws: VaultError.self) { try open(snapshot) }
    }

    @Test(
        arguments: [nil, [], 1, ["network/smtp": 1], ["network/smtp": ["x": 1]], ["": ["/username": "x"]]]
            as [JSONValue?])
    func secretsInAnotherFormAreNotTakenForNone(secrets: JSONValue?) throws {
        var snapshot = try fixture.snapshot()
        let binding: JSONValue = [
            "digest": .string(snapshot.digest.text), "taken": .string(snapshot.taken.description),
            "camera": "192.168.1.10",
        ]
        var document = JSONObject([
            ("format", "camkeep-secrets"), ("version", "1.0"), ("snapshot", binding),
        ])
        document["secrets"] = secrets
        snapshot.sealed = try seal(.object(document))
        let error = #expect(throws: VaultError.self) { try open(snapshot) }
        #expect(error?.code == .damaged)
    }

    private func seal(_ document: JSONValue) throws -> SealedPart {
        let file = try AgeFile.seal(JSONWriter.canonical(document), to: [fixture.recipient], armored: true)
        return try #require(SealedPart(age: String(decoding: file, as: UTF8.self)))
    }

    @Test func aDamagedPartIsDamage() throws {
        var snapshot = try fixture.snapshot()
        let text = try #require(snapshot.sealed).age
        for cut in stride(from: 60, to: text.utf8.count - 40, by: 97) {
            snapshot.sealed = SealedPart(age: String(decoding: Array(text.utf8)[..<cut], as: UTF8.self))
            let error = #expect(throws: VaultError.self) { try open(snapshot) }
            #expect(error?.code == .damaged)
        }
    }
}
