package import CameraSchema
package import JSONTree
package import SemanticDiff
package import Snapshots

/// One section that is written as a whole: the live section with the changes made to it.
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
    package var interrupts: Set<Interruption>
    /// What the write does besides, in the words of the schema.
    package var danger: String?

    package init(
        section: SectionName, title: String, changes: [Change], live: SectionRecord, secrets: [JSONPointer] = [],
        interrupts: Set<Interruption> = [], danger: String? = nil
    ) {
        self.section = section
        self.title = title
        self.changes = changes
        self.live = live
        self.secrets = secrets
        self.interrupts = interrupts
        self.danger = danger
    }
}
