package import CameraSchema
import CameraWalk
package import Configuration
package import JSONTree
package import SemanticDiff
package import Snapshots

/// What has to be written to a camera to make it as a snapshot says, in the order of writing.
///
/// A plan is the semantic difference from the live camera to the snapshot, restricted to what may be written.
package struct RestorePlan: Sendable {
    /// The configuration that is wanted.
    package var desired: Difference.Side
    /// The camera as it was when the plan was made.
    package var live: Difference.Side
    /// In the order of writing.
    package var steps: [RestoreStep]
    /// What differs or could not be compared, and is not written.
    package var omissions: [Omission]

    package init(
        desired: Difference.Side, live: Difference.Side, steps: [RestoreStep] = [], omissions: [Omission] = []
    ) {
        self.desired = desired
        self.live = live
        self.steps = steps
        self.omissions = omissions
    }

    /// Whether a section could not be read that might have to be written.
    package var isPartial: Bool {
        omissions.contains { if case .unread = $0.reason { true } else { false } }
    }
}

/// One section that is written: as a whole, which is the live section with the changes made to it, or by commands.
package struct RestoreStep: Sendable {
    package var section: SectionName
    package var title: String
    /// From the live camera to what is wanted; never empty.
    package var changes: [Change]
    /// The section of the live camera when the plan was made. The changes start from it, and a rollback goes back to it.
    package var live: SectionRecord
    /// Places of secrets that are written, because they differ or because the camera expects them with the rest.
    /// The secrets themselves are never part of a plan.
    package var secrets: [JSONPointer]
    /// Places of secrets that the write clears, because nobody holds them and that was allowed.
    package var clearedSecrets: [JSONPointer]
    /// The canonical `data` of each set request in order, if the camera takes the section's items one at a time.
    /// Nothing else of the section is written then.
    package var commands: [JSONValue]
    package var interrupts: Set<Interruption>
    /// What else the write does, in the words of the schema.
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

    /// The camera's section with the changes made to it, as it is written. The camera's own wording is kept.
    ///
    /// - Parameters:
    ///   - live: the section as the camera sends it now, with its secrets
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
    /// The section with changes made to it. Notes on the camera's wording and secrets are kept where nothing changed.
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
