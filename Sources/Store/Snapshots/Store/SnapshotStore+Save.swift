import Cryptography
import Files
import Glibc

extension SnapshotStore {
    /// What became of a snapshot that was to be saved.
    package enum SaveResult: Sendable, Hashable {
        /// It is in the store now.
        case saved(SnapshotEntry)
        /// The newest one of this camera says the same; that it was seen again has been noted.
        case unchanged(SnapshotEntry)

        package var entry: SnapshotEntry {
            switch self {
            case .saved(let entry), .unchanged(let entry): entry
            }
        }
    }

    /// Keeps a snapshot, unless it says what the newest one of its camera says: the same digest, camera, schema and
    /// status of every section, and there is no archive and no sealed secret to keep that the newest one lacks.
    ///
    /// The store is made if it is not there, and locked while it is written. It blocks: on the lock and on the disk.
    ///
    /// - Parameters:
    ///   - name: what the store calls the camera; its address if nil.
    ///   - archive: the vendor archive that `snapshot.export` describes, to be kept beside the snapshot.
    ///   - timeout: how long to wait for another run that holds the lock.
    /// - Throws: ``SnapshotStoreError``, after which the store is as it was; ``SnapshotError`` with `.notEncodable`.
    package func save(
        _ snapshot: Snapshot, as name: String? = nil, archive: ArchiveCopy? = nil,
        waiting timeout: Duration = .seconds(30)
    ) throws -> SaveResult {
        try check(archive, against: snapshot.export)
        let camera = CameraFolder.name(for: name ?? snapshot.camera.address)
        return try withLockedStore(.isMade, waiting: timeout) { store in
            let folder = try makeCameraFolder(camera, in: store)
            let entries: [SnapshotEntry]
            do throws(FileFault) {
                try sweep(folder)
                entries = try self.entries(of: camera, in: folder)
            } catch {
                throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "read the camera's folder")
            }
            if let newest = entries.max(by: { $0.name < $1.name }), let known = try? load(newest),
                known.saysTheSame(as: snapshot), known.holdsTheSecrets(of: snapshot),
                archive == nil || known.export?.archive?.stored != nil
            {
                return try .unchanged(noteSeen(newest, at: snapshot.taken, entries: entries, in: folder))
            }
            return try .saved(keep(snapshot, archive: archive, camera: camera, in: folder))
        }
    }

    /// What is in a sealed archive is checked when it is opened.
    private func check(_ archive: ArchiveCopy?, against export: ExportRecord?) throws(SnapshotStoreError) {
        let isDescribed: Bool
        switch archive {
        case nil: return
        case .clear(let bytes): isDescribed = export?.archive?.digest == ContentDigest(of: bytes)
        case .sealed: isDescribed = export?.archive != nil
        }
        guard isDescribed else {
            throw SnapshotStoreError(
                .wrongArchive, "the vendor archive is not the one the snapshot describes", at: path)
        }
    }

    // MARK: Files

    /// The camera's folder, which is made if it is not there.
    private func makeCameraFolder(
        _ camera: String, in store: borrowing OpenFile
    ) throws(SnapshotStoreError) -> OpenFile {
        do throws(FileFault) {
            try store.makeFolder(camera)
            return try OpenFile(folder: camera, in: store.descriptor)
        } catch {
            throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "open or make the camera's folder")
        }
    }

    private func keep(
        _ snapshot: Snapshot, archive: ArchiveCopy?, camera: String, in folder: borrowing OpenFile
    ) throws -> SnapshotEntry {
        let name = try freeName(snapshot.taken, camera: camera, in: folder)
        var snapshot = snapshot
        snapshot.export?.archive?.stored = archive.map { StoredArchive($0, beside: name) }
        let bytes = try SnapshotFile.encode(snapshot)
        do throws(FileFault) {
            // The archive first: a snapshot never names one that is not there.
            if let archive { try AtomicFile.write(archive.bytes, as: archive.fileName(beside: name), in: folder) }
            try AtomicFile.write(bytes, as: name.fileName, in: folder)
        } catch {
            let isKept = (try? folder.lookUp(name.fileName)) != nil
            if let archive, !isKept { unlinkat(folder.descriptor, archive.fileName(beside: name), 0) }
            throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "write the snapshot")
        }
        return SnapshotEntry(
            camera: camera, name: name, path: "\(path)/\(camera)/\(name.fileName)", size: bytes.count, seenAgain: nil)
    }

    /// The first name of that second that neither a snapshot nor an archive has.
    private func freeName(
        _ taken: SnapshotTime, camera: String, in folder: borrowing OpenFile
    ) throws(SnapshotStoreError) -> SnapshotName {
        var name = SnapshotName(taken: taken)
        do throws(FileFault) {
            while try folder.hasOne(of: [name.fileName, name.archiveFileName, name.sealedArchiveFileName]) {
                name = name.next
            }
        } catch {
            throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "read the camera's folder")
        }
        return name
    }

    private func noteSeen(
        _ newest: SnapshotEntry, at time: SnapshotTime, entries: [SnapshotEntry], in folder: borrowing OpenFile
    ) throws(SnapshotStoreError) -> SnapshotEntry {
        var notes = SeenNotes(in: folder)
        notes.keep(entries.map(\.name))
        notes.note(newest.name, at: time)
        do throws(FileFault) {
            try AtomicFile.write(notes.bytes, as: SeenNotes.fileName, in: folder)
        } catch {
            throw SnapshotStoreError(error, at: "\(path)/\(newest.camera)", cannot: "note that it was seen again")
        }
        return SnapshotEntry(
            camera: newest.camera, name: newest.name, path: newest.path, size: newest.size,
            seenAgain: notes.notes[newest.name])
    }

    /// Removes what killed runs left. The lock is held, so nobody is writing to these files.
    private func sweep(_ folder: borrowing OpenFile) throws(FileFault) {
        for name in try folder.names()
        where [AtomicFile.temporaryPrefix, StoreRewrite.stagedPrefix].contains(where: name.hasPrefix) {
            unlinkat(folder.descriptor, name, 0)
        }
    }
}

extension Snapshot {
    /// Whether it is worth no file of its own beside the other one.
    fileprivate func saysTheSame(as other: Snapshot) -> Bool {
        camera == other.camera && schema == other.schema
            && sections.mapValues(\.status.name) == other.sections.mapValues(\.status.name)
            && digest == other.digest
    }

    /// Whether this older one makes the sealed part of the newer one superfluous. That the secrets in it are the same follows
    /// from the digest, in which their fingerprints stand.
    fileprivate func holdsTheSecrets(of newer: Snapshot) -> Bool {
        newer.sealed == nil || sealed != nil
    }
}
