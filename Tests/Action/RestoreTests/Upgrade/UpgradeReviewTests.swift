import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import Configuration
import Cryptography
import JSONTree
import Restore
import SemanticDiff
import SimulatedCamera
import Snapshots
import Testing

/// Sorting the differences of an upgrade.
@Suite struct UpgradeReviewTests {
    private func snapshot(_ served: ServedCamera) async throws -> Snapshot {
        let walk = try await served.session { session in
            try await CameraWalk.run(
                session, schema: served.schema, address: served.target.address, includesExport: false,
                fingerprintKey: FingerprintKey(bytes: Array(repeating: 3, count: 32)))
        }
        return walk.snapshot(taken: SnapshotTime(secondsSince1970: 0), tool: "test", schema: served.schema.digest)
    }

    private func set(_ served: ServedCamera, _ section: String, _ pointer: String, _ value: JSONValue) throws {
        served.camera.set(try #require(SectionName(section)), try #require(JSONPointer(pointer)), to: value)
    }

    private func places(_ review: UpgradeReview) -> [String] {
        review.lost.map { "\($0.section)\($0.pointer)" }
    }

    /// The camera before the upgrade has firmware 1; afterwards it has firmware 2 and everything that it had before.
    private func sides(
        _ change: (ServedCamera, _ isAfter: Bool) throws -> Void
    ) async throws -> (before: Snapshot, after: Snapshot, defaults: Snapshot, schema: CameraSchema) {
        let old = try ServedCamera(firmware: 1)
        try change(old, false)
        let before = try await snapshot(old)
        let new = try ServedCamera(firmware: 2)
        let defaults = try await snapshot(new)
        try change(new, true)
        return (before, try await snapshot(new), defaults, old.schema)
    }

    @Test func nothingIsLostIfOnlyTheFirmwareDiffers() async throws {
        let (before, after, _, schema) = try await sides { _, _ in }
        let review = UpgradeReview(before: before, after: after, schema: schema)
        #expect(places(review) == [])
        #expect(review.changed.map { "\($0.section)\($0.pointer)" } == [])
        #expect(review.new.contains { $0.section == "image/image" && $0.pointer.description == "/noiseFloor" })
        #expect(review.gone.contains { $0.section == "image/image" && $0.pointer.description == "/hue" })
        #expect(review.kept > 300)
        #expect(review.wanted.digest == after.digest)
    }

    @Test func aSettingThatIsAnotherIsLostAndWanted() async throws {
        let (before, after, _, schema) = try await sides { served, isAfter in
            if !isAfter {
                try set(served, "image/osd", "/ircutSwitchTime", 9)
                try set(served, "system/device-info", "/devName", "Gate")
            }
        }
        let review = UpgradeReview(before: before, after: after, schema: schema)
        #expect(Set(places(review)) == ["image/osd/ircutSwitchTime", "system/device-info/devName"])
        #expect(review.wanted.sections["image/osd"]?.config["ircutSwitchTime"] == 9)
        #expect(review.wanted.sections["event/motion"] == after.sections["event/motion"])
    }

    @Test func withKnownDefaultsWhatSomebodySetIsChangedAndNotLost() async throws {
        let (before, after, defaults, schema) = try await sides { served, isAfter in
            try set(served, "image/osd", "/ircutSwitchTime", isAfter ? 8 : 9)
            if !isAfter { try set(served, "network/ftp", "/serverPort", 2121) }
        }
        let review = UpgradeReview(before: before, after: after, defaults: defaults, schema: schema)
        #expect(places(review) == ["network/ftp/serverPort"])
        #expect(review.changed.map { "\($0.section)\($0.pointer)" } == ["image/osd/ircutSwitchTime"])
        #expect(review.wanted.sections["image/osd"] == after.sections["image/osd"])
    }

    @Test func whatCouldNotBeReadIsNeverTakenForLost() async throws {
        var (before, after, _, schema) = try await sides { _, _ in }
        after.sections["event/motion"] = SectionRecord(failed: "timed out", title: nil)
        before.sections["image/osd"] = SectionRecord(failed: "timed out", title: nil)
        let review = UpgradeReview(before: before, after: after, schema: schema)
        #expect(places(review) == [])
        #expect(Set(review.unread) == ["event/motion", "image/osd"])
    }
}
