import CameraSchema
import CameraWalk
import Configuration
import DiffTestSupport
import Snapshots

extension RandomConfiguration {
    /// - Parameter newKey: of the new side's fingerprints
    mutating func pair(
        of endpoint: Endpoint, newKey: FingerprintKey? = Sections.key
    ) -> (old: SectionRecord, new: SectionRecord) {
        let answers = answers(of: endpoint)
        return (Sections.record(answers.old, of: endpoint), Sections.record(answers.new, of: endpoint, key: newKey))
    }
}
