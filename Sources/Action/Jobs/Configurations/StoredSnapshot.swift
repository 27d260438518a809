import Files
package import Snapshots

/// A snapshot that somebody names, with what it is called.
package struct StoredSnapshot: Sendable {
    package let snapshot: Snapshot
    /// The path of its file.
    package let file: String
    /// The camera's name in the store; of a file outside a store its address.
    package let camera: String
    /// Nil for a file or standard input.
    package let entry: SnapshotEntry?

    /// What reports call it: by its time in the store, as "latest" would be wrong soon.
    package var name: String { entry?.reference ?? file }

    /// One that lies elsewhere, such as in a plan.
    package init(_ snapshot: Snapshot, file: String, camera: String) {
        self.snapshot = snapshot
        self.file = file
        self.camera = camera
        entry = nil
    }

    /// - Parameter text: a reference: `gate@golden`, a file, or `-` for standard input
    /// - Throws: ``SnapshotReferenceError``, ``SnapshotError``, ``SnapshotStoreError``
    package init(_ text: String, in store: SnapshotStore) throws {
        switch try SnapshotReference(text) {
        case .stored(let camera, let selector):
            let entry = try store.resolve(camera: camera, selector)
            snapshot = try store.load(entry)
            file = entry.path
            self.camera = entry.camera
            self.entry = entry
        case let reference:
            snapshot = try store.load(reference, standardInput: StandardInput.read)
            file = text == "-" ? "standard input" : text
            camera = snapshot.camera.address
            entry = nil
        }
    }
}
