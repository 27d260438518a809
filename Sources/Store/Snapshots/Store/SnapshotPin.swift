/// What keeps snapshots of a camera in the store whatever the rules of retention say: a restore that has not ended needs them.
///
/// The journal of the restore, which lies in the store, is the pin; there is no second record that could say otherwise.
package struct SnapshotPin: Sendable, Hashable {
    /// The camera's folder.
    package let camera: String
    /// The snapshots that are pinned, `front-door@2026-11-22T143506Z`. Nil if the journal is damaged: nobody knows which ones then,
    /// and all of the camera's are.
    package let references: Set<String>?

    package init(camera: String, references: Set<String>?) {
        self.camera = camera
        self.references = references
    }

    /// Whether it keeps this snapshot.
    package func holds(_ entry: SnapshotEntry) -> Bool {
        references?.contains(entry.reference) ?? (entry.camera == camera)
    }
}
