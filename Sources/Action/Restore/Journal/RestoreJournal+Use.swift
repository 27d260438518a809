package import Snapshots

/// What the journal of a restore that has not ended says of the store's snapshots.
package struct JournalUse: Sendable, Hashable {
    /// The camera's folder.
    package let camera: String
    /// The snapshots that it names, `front-door@2026-11-22T143506Z`: the one of the camera as it was, and the one that is
    /// restored if it was named in full. Nil if the journal is damaged: nobody knows which ones then.
    package let references: Set<String>?
}

extension RestoreJournal {
    /// The restores of a store that have not ended. A journal of which not even the first line is whole names nothing: nothing
    /// had been written to the camera then.
    package static func uses(in store: SnapshotStore) -> [JournalUse] {
        paths(store).compactMap { path in
            let content = (try? JournalFile.read(path)).flatMap(JournalLine.content)
            if let content, content.entries.isEmpty { return nil }
            guard let header = content?.entries.first.flatMap({ JournalHeader(json: $0, file: path) }) else {
                return JournalUse(camera: cameraName(path), references: nil)
            }
            return JournalUse(camera: header.camera, references: [header.before, header.desired])
        }
    }
}
