package import Snapshots

extension RestoreJournal {
    /// What the restores of a store that have not ended need: the snapshot of the camera as it was, and the one that is restored if it
    /// was named in full. A journal of which not even the first line is whole pins nothing: nothing had been written to the camera then.
    package static func pins(in store: SnapshotStore) -> [SnapshotPin] {
        paths(store).compactMap { path in
            let content = (try? JournalFile.read(path)).flatMap(JournalLine.content)
            if let content, content.entries.isEmpty { return nil }
            guard let header = content?.entries.first.flatMap({ JournalHeader(json: $0, file: path) }) else {
                return SnapshotPin(camera: cameraName(path), references: nil)
            }
            return SnapshotPin(camera: header.camera, references: [header.before, header.desired])
        }
    }
}
