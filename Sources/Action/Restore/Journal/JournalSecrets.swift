import CameraSchema
package import Configuration
import JSONTree

/// The secrets of a restore's two sides, as they are sealed into its journal.
package struct JournalSecrets: Sendable {
    package var live = SecretSet()
    package var wanted = SecretSet()

    package init() {}

    package init(_ prepared: PreparedRestore) {
        for write in prepared.writes {
            live[write.section] = write.live.secrets
            wanted[write.section] = write.wanted.secrets
        }
    }

    package var isEmpty: Bool { live.isEmpty && wanted.isEmpty }

    /// In clear: to be sealed at once, and written nowhere.
    package var bytes: [UInt8] {
        JSONWriter.canonical(["live": live.json, "wanted": wanted.json])
    }

    /// Nil if the bytes are not what ``bytes`` gives.
    package init?(bytes: [UInt8]) {
        let limits = JSONReader.Limits(bytes: 16 << 20, depth: 80)
        guard let document = try? JSONReader.readStrictly(bytes, limits: limits),
            let live = document["live"].flatMap(SecretSet.init), let wanted = document["wanted"].flatMap(SecretSet.init)
        else { return nil }
        self.live = live
        self.wanted = wanted
    }
}
