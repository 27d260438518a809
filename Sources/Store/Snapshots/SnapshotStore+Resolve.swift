extension SnapshotReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .standardInput: "-"
        case .file(let path): path
        case .stored(let camera, .back(let count)): "\(camera ?? "")@" + (count == 0 ? "latest" : "~\(count)")
        case .stored(let camera, .taken(let beginning)): "\(camera ?? "")@\(beginning)"
        case .stored(let camera, .tag(let tag)): "\(camera ?? "")@\(tag)"
        }
    }
}

extension SnapshotStore {
    /// The snapshot that a reference names, fully checked.
    ///
    /// - Parameter standardInput: gives the bytes of `-`.
    /// - Throws: ``SnapshotReferenceError``, ``SnapshotStoreError``, ``SnapshotError``, or what `standardInput` throws.
    package func load(_ reference: SnapshotReference, standardInput: () throws -> [UInt8]) throws -> Snapshot {
        switch reference {
        case .standardInput: try SnapshotFile.decode(standardInput(), file: "standard input")
        case .file(let path): try SnapshotFile.read(path)
        case .stored(let camera, let selector): try load(resolve(camera: camera, selector))
        }
    }

    /// The entry that a reference to this store names.
    ///
    /// - Parameter camera: the name of a folder, an address, or nil for the only camera of the store.
    /// - Throws: ``SnapshotReferenceError`` with what it could have been; ``SnapshotStoreError``.
    package func resolve(camera: String?, _ selector: SnapshotReference.Selector) throws -> SnapshotEntry {
        let text = SnapshotReference.stored(camera: camera, selector).description
        let folder = try resolveCamera(camera, reference: text)
        let entries = try list(folder)
        switch selector {
        case .back(let count):
            guard count < entries.count else {
                let known = entries.count == 1 ? "only one snapshot" : "only \(entries.count) snapshots"
                throw SnapshotReferenceError(
                    .unknownSnapshot, "this camera has \(known)", reference: text, candidates: entries.map(\.reference))
            }
            return entries[count]
        case .tag(let tag):
            if let tagged = entries.first(where: { $0.tags.contains(tag) }) { return tagged }
            throw SnapshotReferenceError(
                .unknownSnapshot, "this camera has no snapshot with that tag", reference: text,
                candidates: entries.flatMap(\.tags).map { "\(folder)@\($0)" } + entries.map(\.reference))
        case .taken(let beginning):
            let matching = entries.filter { $0.name.description.hasPrefix(beginning) }
            if let exact = matching.first(where: { $0.name.description == beginning }) { return exact }
            guard let newest = matching.first else {
                throw SnapshotReferenceError(
                    .unknownSnapshot, "this camera has no such snapshot", reference: text,
                    candidates: entries.map(\.reference))
            }
            guard matching.count == 1 || selector.isDate else {
                throw SnapshotReferenceError(
                    .ambiguous, "more than one snapshot begins like that", reference: text,
                    candidates: matching.map(\.reference))
            }
            return newest
        }
    }

    private func resolveCamera(_ camera: String?, reference: String) throws -> String {
        let folders = try cameras()
        guard let camera else {
            guard let only = folders.first, folders.count == 1 else {
                throw SnapshotReferenceError(
                    folders.isEmpty ? .unknownCamera : .ambiguous,
                    folders.isEmpty ? "the store is empty" : "the store has more than one camera",
                    reference: reference, candidates: folders)
            }
            return only
        }
        let folder = Self.folder(of: camera, among: folders)
        guard folders.contains(folder) else {
            throw SnapshotReferenceError(
                .unknownCamera, "the store has no such camera", reference: reference, candidates: folders)
        }
        return folder
    }
}
