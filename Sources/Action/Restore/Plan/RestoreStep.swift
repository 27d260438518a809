package import CameraSchema
import CameraWalk
package import Configuration
package import JSONTree
package import SemanticDiff
package import Snapshots

/// One section that is written: as a whole, the live section with the changes made to it, or by commands.
package struct RestoreStep: Sendable {
    package var section: SectionName
    package var title: String
    /// From the live camera to what is wanted; never empty.
    package var changes: [Change]
    /// The section of the live camera when the plan was made: what the changes start from, and where a rollback goes back to.
    package var live: SectionRecord
    /// Places whose secret is written, because it differs or because the camera expects it with the rest.
    /// The secrets themselves are never part of a plan.
    package var secrets: [JSONPointer]
    /// Places whose secret the write clears, because nobody holds it and that was allowed.
    package var clearedSecrets: [JSONPointer]
    /// If the camera takes the section's items one at a time: the canonical `data` of each set request, in order.
    /// Nothing else of the section is written then.
    package var commands: [JSONValue]
    package var interrupts: Set<Interruption>
    /// What the write does besides, in the words of the schema.
    package var danger: String?

    package init(
        section: SectionName, title: String, changes: [Change], live: SectionRecord, secrets: [JSONPointer] = [],
        clearedSecrets: [JSONPointer] = [], commands: [JSONValue] = [], interrupts: Set<Interruption> = [],
        danger: String? = nil
    ) {
        self.section = section
        self.title = title
        self.changes = changes
        self.live = live
        self.secrets = secrets
        self.clearedSecrets = clearedSecrets
        self.commands = commands
        self.interrupts = interrupts
        self.danger = danger
    }

    /// The camera's section with the changes made to it, as it is to be written: what it is in the camera's own words stays so.
    ///
    /// - Parameters:
    ///   - live: the section as the camera answers it now, with its secrets
    ///   - held: the secrets for the places in ``secrets``
    /// - Throws: ``ApplyError`` if the changes do not fit the section.
    package func merged(
        into live: NormalizedSection, held: [JSONPointer: Secret] = [:]
    ) throws(ApplyError) -> NormalizedSection {
        var result = try live.applying(changes, section: section)
        for place in secrets { result.secrets[place] = held[place] }
        return result
    }
}

extension NormalizedSection {
    /// The section with changes made to it. Notes of the camera's wording and secrets stay where nothing changed.
    func applying(_ changes: [Change], section: SectionName) throws(ApplyError) -> NormalizedSection {
        let name = section.description
        let before = SectionRecord(self, title: "")
        guard let after = try changes.applied(to: [name: before])[name] else { return self }
        var result = self
        result.config = after.config
        func isSame(_ place: JSONPointer) -> Bool { config[place] == result.config[place] }
        result.wire.plain = wire.plain.filter { config[$0] == nil || isSame($0) }
        result.secrets = secrets.filter { config[$0.key] == nil || isSame($0.key) }
        for change in changes where change.new.flatMap(SecretState.init) == .empty {
            result.secrets[change.pointer] = Secret("")
        }
        return result
    }
}
