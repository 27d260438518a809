import Snapshots

/// A snapshot that a command names, with what it is called.
struct StoredSnapshot {
    let snapshot: Snapshot
    /// The path of its file.
    let file: String
    /// The camera's name in the store; of a file outside a store its address.
    let camera: String
    /// Nil for a file or standard input.
    let entry: SnapshotEntry?

    /// One that lies elsewhere, such as in a plan.
    init(_ snapshot: Snapshot, file: String, camera: String) {
        self.snapshot = snapshot
        self.file = file
        self.camera = camera
        entry = nil
    }

    /// - Throws: ``SnapshotReferenceError``, ``SnapshotError``, ``SnapshotStoreError``
    init(_ text: String, in store: SnapshotStore) throws {
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
