import CameraWalk
import Configuration
import JSONTree
import Snapshots

extension SectionRecord {
    /// The camera's section with what a snapshot knows of its wording, where the camera shows nothing to learn it from: whether
    /// a value that only some firmware encrypts travels in clear. A camera that was reset has all of them empty.
    ///
    /// - Returns: the section as it is, if the camera itself encrypts a value that the snapshot has in clear
    func learningClearValues(from snapshot: SectionRecord) -> SectionRecord {
        guard var quirks = WireQuirks(json: wire), let other = WireQuirks(json: snapshot.wire), !other.clear.isEmpty
        else {
            return self
        }
        let shown = other.clear.filter { !isEmpty($0) }
        guard shown.isSubset(of: quirks.clear) else { return self }
        quirks.clear.formUnion(other.clear)
        return SectionRecord(
            config: config, undocumented: undocumented, roles: roles, wire: quirks.json, title: title)
    }

    private func isEmpty(_ place: JSONPointer) -> Bool {
        guard let value = config[place] else { return true }
        return value == "" || value == .null || SecretState(json: value) == .empty
    }
}
