import CameraTestSupport
import Configuration
import Foundation
import JSONTree
import Restore
import SimulatedCamera
import Snapshots
import Testing

/// The file that outlives a run: what is in it, and which damage it survives.
@Suite struct JournalTests {
    private static let sections = ["network/ftp", "image/osd"]

    /// The journal of a restore that has not written anything yet.
    private static func begun(_ rig: RestoreRig) async throws -> (RestoreJournal, RestoreRig.Prepared) {
        var held = SecretSet()
        held[try RestoreRig.section("network/ftp"), try #require(JSONPointer("/password"))] = Secret("gar-nicht-geheim")
        let desired = try await rig.snapshot(only: sections)
        try rig.set("network/ftp", "/serverPort", 2121)
        try rig.set("image/osd", "/ircutSwitchTime", 9)
        let prepared = try await rig.prepare(desired, held: held, only: sections)
        _ = try rig.store.save(desired)
        return (try RestoreJournal.begin(rig.header(prepared), in: rig.store), prepared)
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func itHoldsNoSecretAndIsForItsOwnerAlone() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let (journal, _) = try await Self.begun(rig)
        let text = try Self.text(journal.path)
        #expect(!text.contains("gar-nicht-geheim"))
        #expect(!text.contains(InitialSecrets.plainUserName))
        let mode = try FileManager.default.attributesOfItem(atPath: journal.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func oneRestoreAtATime() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let (journal, prepared) = try await Self.begun(rig)
        #expect(throws: JournalError.self) { try RestoreJournal.begin(rig.header(prepared), in: rig.store) }
        do throws(JournalError) {
            _ = try RestoreJournal.open("front-door", in: rig.store)
            Issue.record("the journal is in use")
        } catch {
            #expect(error.code == .busy)
        }
        withExtendedLifetime(journal) {}
    }

    @Test func anOpenRestoreIsInTheWayUnderAnyName() async throws {
        let rig = try RestoreRig(try ServedCamera())
        var prepared: RestoreRig.Prepared?
        do { prepared = try await Self.begun(rig).1 }
        var header = rig.header(try #require(prepared))
        header.camera = "another-name"
        do throws(JournalError) {
            _ = try RestoreJournal.begin(header, in: rig.store)
            Issue.record("there is a restore that has not ended")
        } catch {
            #expect(error.code == .open)
            #expect(error.hint?.contains("--resume front-door") == true)
        }
    }

    /// Whatever a power cut leaves of the last line, the whole lines count.
    @Test func aTornLastLineIsCutOff() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let path: String
        do { path = try await Self.begun(rig).0.path }
        let whole = try Self.text(path)
        for torn in ["{", "{\"check\":\"00\",\"entry\":{}}\n", "{\"check\":\"", "\0\0\0\0"] {
            try (whole + torn).write(toFile: path, atomically: false, encoding: .utf8)
            do {
                let (_, record) = try RestoreJournal.open("front-door", in: rig.store)
                #expect(record.doneCount == 0)
            }
            #expect(try Self.text(path) == whole)
        }
    }

    @Test func damageInTheMiddleIsNotReadOver() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let path: String
        do { path = try await Self.begun(rig).0.path }
        let whole = try Self.text(path)
        for damaged in [whole.replacing("network/ftp", with: "network/xtp") + whole, "nonsense\n" + whole] {
            try damaged.write(toFile: path, atomically: false, encoding: .utf8)
            do throws(JournalError) {
                _ = try RestoreJournal.open("front-door", in: rig.store)
                Issue.record("the journal is damaged")
            } catch {
                #expect(error.code == .damaged)
            }
        }
    }

    /// A first line that was torn: nothing was written to the camera, so a new restore may begin.
    @Test func aJournalThatNeverBeganIsNoHindrance() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let path: String
        let prepared: RestoreRig.Prepared
        do {
            let begun = try await Self.begun(rig)
            (path, prepared) = (begun.0.path, begun.1)
        }
        let whole = try Self.text(path)
        for length in [0, 1, 100, whole.utf8.count - 1] {
            try String(decoding: whole.utf8.prefix(length), as: UTF8.self).write(
                toFile: path, atomically: false, encoding: .utf8)
            try RestoreJournal.begin(rig.header(prepared), in: rig.store).remove()
        }
    }

    @Test func sealedSecretsComeBack() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let prepared = try await Self.begun(rig).1
        let secrets = JournalSecrets(prepared.prepared)
        let back = try #require(JournalSecrets(bytes: secrets.bytes))
        let section = try RestoreRig.section("network/ftp")
        let place = try #require(JSONPointer("/password"))
        #expect(back.wanted[section, place]?.reveal() == "gar-nicht-geheim")
        #expect(back.bytes == secrets.bytes)
    }
}

/// The values of the simulated camera's encrypted fields.
private enum InitialSecrets {
    static let plainUserName = "operator"
}
