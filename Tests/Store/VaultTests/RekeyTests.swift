import CameraSchema
import Configuration
import Cryptography
import Foundation
import JSONTree
import Sealing
import Snapshots
import Testing
import Vault

struct RekeyTests {
    private let fixture: VaultFixture
    private let new: Identity
    private let newRecipient: Recipient
    private let archive = Array("an archive".utf8)

    init() throws {
        fixture = try VaultFixture()
        new = try Identity.generate()
        newRecipient = try #require(new.recipient)
        var snapshot = try fixture.snapshot()
        snapshot.export = ExportRecord(.init(fileName: "p.zip", bytes: archive))
        let sealed = try SealedArchive.seal(SecretBytes(copying: archive), of: "a", to: [fixture.recipient])
        _ = try fixture.store.save(snapshot, as: "door", archive: .sealed(sealed))
        var plain = try fixture.snapshot(taken: 1_800_000_009, port: 99)
        plain.sealed = nil
        _ = try fixture.store.save(plain, as: "door")
        let name = try #require(SecretName("network/ftp.password"))
        try fixture.vault.set(
            name, Secret("ftp"), for: .all, to: [fixture.recipient], at: SnapshotTime(secondsSince1970: 1))
    }

    /// What opens with this identity: the secrets of snapshots, archives, entries of the vault.
    private func opened(by identity: Identity) throws -> [String] {
        var opened: [String] = []
        for entry in try fixture.store.list() {
            #expect(fixture.store.verify(entry).faults == [])
            let snapshot = try fixture.store.load(entry)
            let secrets = try? SealedSecrets.open(
                snapshot, file: "a", with: [identity], fingerprintKey: fixture.fingerprintKey)
            if let secrets, !secrets.isEmpty { opened.append("snapshot") }
            let bytes = try? SealedArchive.open(of: snapshot, entry, in: fixture.store, with: [identity])
            if bytes == SecretBytes(copying: archive) { opened.append("archive") }
        }
        for entry in try fixture.vault.entries() {
            let secret = try? fixture.vault.open(entry, with: [identity])
            if secret?.reveal() == "ftp" { opened.append("secret") }
        }
        return opened
    }

    @Test func everythingIsSealedAnew() throws {
        let digests = try fixture.store.list().map { try fixture.store.load($0).digest }
        #expect(try opened(by: fixture.identity) == ["snapshot", "archive", "secret"])
        let result = try Rekey.run(fixture.store, opening: [fixture.identity], to: [newRecipient])
        #expect(result.snapshots == 1 && result.archives == 1 && result.secrets == 1)
        #expect(try opened(by: new) == ["snapshot", "archive", "secret"])
        #expect(try opened(by: fixture.identity) == [])
        #expect(try fixture.store.list().map { try fixture.store.load($0).digest } == digests)
    }

    @Test func whatCannotBeOpenedStopsItBeforeAnythingIsWritten() throws {
        #expect(throws: VaultError.self) {
            try Rekey.run(fixture.store, opening: [new], to: [newRecipient])
        }
        #expect(try opened(by: fixture.identity) == ["snapshot", "archive", "secret"])
        let name = try #require(SecretName("network/smtp.password"))
        try fixture.vault.set(
            name, Secret("mail"), for: .all, to: [newRecipient], at: SnapshotTime(secondsSince1970: 1))
        #expect(throws: VaultError.self) {
            try Rekey.run(fixture.store, opening: [fixture.identity], to: [newRecipient])
        }
        #expect(try opened(by: fixture.identity) == ["snapshot", "archive", "secret"])
    }

    // /dev/full answers as a full disk does; a limit on the size of files is the same for a folder of files.
    @Test func aFullDiskLeavesEverythingAsItWas() async throws {
        let (path, identity) = (fixture.path, try #require(fixture.identity.text))
        let (oldKey, recipient) = (String(decoding: identity.exposed(), as: UTF8.self), newRecipient.description)
        await #expect(processExitsWith: .exitCode(3)) {
            [path = path as String, oldKey = oldKey as String, recipient = recipient as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 700, rlim_max: 700)
            setrlimit(__rlimit_resource_t(1), &limit)
            do {
                _ = try Rekey.run(
                    SnapshotStore(path: path), opening: [Identity(oldKey)], to: [Recipient(recipient)])
            } catch let error as SnapshotStoreError where error.code == .full {
                exit(3)
            }
        }
        #expect(try opened(by: fixture.identity) == ["snapshot", "archive", "secret"])
        let leftovers = FileManager.default.enumerator(atPath: fixture.path)?.compactMap { $0 as? String } ?? []
        #expect(!leftovers.contains { $0.contains(".new-") || $0.contains(".rewrite") })
    }
}
