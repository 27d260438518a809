import Snapshots

extension ConfigurationReference {
    /// The tag of the snapshot that a restore takes before its first write.
    static let beforeRestore = "before-restore"

    /// The latest snapshot of a camera that was restored is what the restore has put right. Whoever restores "the latest" once more
    /// does not mean that one.
    ///
    /// - Throws: ``UsageFault`` if it is meant by nothing but its position; ``SnapshotReferenceError``, ``SnapshotStoreError``
    func checkIsWanted(in store: SnapshotStore) throws {
        guard case .snapshot(.stored(let camera, .back(let count)), _) = self else { return }
        let entry = try store.resolve(camera: camera, .back(count))
        guard entry.tags.contains(Self.beforeRestore) else { return }
        throw UsageFault(
            description: "\(entry.reference) is the camera as it was before the last restore",
            hint: "if that is wanted, say \(entry.camera)@\(Self.beforeRestore); else name another snapshot, such as "
                + "\(entry.camera)@~\(count + 1)")
    }
}
