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
        JSONWriter.canonical(["live": Self.json(live), "wanted": Self.json(wanted)])
    }

    /// Nil if the bytes are not what ``bytes`` gives.
    package init?(bytes: [UInt8]) {
        let limits = JSONReader.Limits(bytes: 16 << 20, depth: 80)
        guard let document = try? JSONReader.readStrictly(bytes, limits: limits),
            let live = document["live"].flatMap(Self.secrets), let wanted = document["wanted"].flatMap(Self.secrets)
        else { return nil }
        self.live = live
        self.wanted = wanted
    }

    private static func json(_ secrets: SecretSet) -> JSONValue {
        .object(
            JSONObject(
                secrets.sectionNames.map { section in
                    let members = secrets[section].map { ($0.key.description, $0.value.reveal()) }
                    return (section.description, .object(JSONObject(members)))
                }))
    }

    private static func secrets(_ json: JSONValue) -> SecretSet? {
        guard let sections = json.objectValue else { return nil }
        var result = SecretSet()
        for (name, members) in sections {
            guard let section = SectionName(name), let members = members.objectValue else { return nil }
            for (place, value) in members {
                guard let place = JSONPointer(place) else { return nil }
                result[section, place] = Secret(value)
            }
        }
        return result
    }
}
