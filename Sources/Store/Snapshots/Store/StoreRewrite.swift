import Files
import Glibc
import JSONTree

/// Replaces many files of a store as one: after a crash at any moment either none or all of them are replaced.
///
/// The new files are written beside the old ones; then a list of them is put into the store, and from that moment on they
/// count: whoever locks the store next finishes what is left to be renamed.
package struct StoreRewrite: ~Copyable {
    static let listName = ".rewrite"
    static let stagedPrefix = ".new-"
    private static let largestList = 16 << 20

    private let store: OpenFile
    private let path: String
    private var files: [StagedFile] = []

    private struct StagedFile {
        /// Nil for a file of the store's own folder.
        let camera: String?
        let name: String

        var json: JSONValue { camera.map { [.string($0), .string(name)] } ?? [.string(name)] }

        init(camera: String?, name: String) {
            self.camera = camera
            self.name = name
        }

        /// Nil if the names might lead out of the store.
        init?(_ json: JSONValue) {
            guard let names = json.arrayValue?.compactMap(\.stringValue), names.count == json.arrayValue?.count,
                (1...2).contains(names.count), let name = names.last,
                names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0x2F) })
            else { return nil }
            self.init(camera: names.count == 2 ? names[0] : nil, name: name)
        }
    }

    init(of store: consuming OpenFile, path: String) {
        self.store = store
        self.path = path
    }

    /// Writes a file that is to take the place of another one, or to be new.
    ///
    /// - Parameter camera: the camera's folder; nil for the store's own.
    /// - Throws: ``SnapshotStoreError``, for example when the disk is full; nothing has been replaced then.
    package mutating func stage(
        _ bytes: [UInt8], as name: String, camera: String? = nil
    ) throws(SnapshotStoreError) {
        // Noted before it is written: half a file is to be discarded, too.
        files.append(StagedFile(camera: camera, name: name))
        do throws(FileFault) {
            let staged = Self.stagedPrefix + name
            if let camera {
                let folder = try OpenFile(folder: camera, in: store.descriptor)
                unlinkat(folder.descriptor, staged, 0)
                try Self.create(staged, bytes, in: folder)
            } else {
                unlinkat(store.descriptor, staged, 0)
                try Self.create(staged, bytes, in: store)
            }
        } catch {
            throw SnapshotStoreError(
                error, at: "\(path)/\(camera.map { $0 + "/" } ?? "")\(name)", cannot: "write the new file")
        }
    }

    private static func create(_ name: String, _ bytes: [UInt8], in folder: borrowing OpenFile) throws(FileFault) {
        let file = try OpenFile(creating: name, in: folder.descriptor)
        try file.write(bytes)
        try file.sync()
        try folder.sync()
    }

    /// Puts the staged files in the places of the old ones.
    ///
    /// - Throws: ``SnapshotStoreError``. What is left to do then is done by whoever locks the store next.
    package consuming func commit() throws(SnapshotStoreError) {
        guard !files.isEmpty else { return }
        do throws(FileFault) {
            let list = JSONWriter.canonical(.array(files.map(\.json)))
            try AtomicFile.write(list, as: Self.listName, in: store)
        } catch {
            Self.discard(files, in: store)
            throw SnapshotStoreError(error, at: path, cannot: "note which files are to be replaced")
        }
        try Self.finish(in: store, path: path)
    }

    /// Gives up: nothing is replaced.
    package consuming func discard() {
        Self.discard(files, in: store)
    }

    private static func discard(_ files: [StagedFile], in store: borrowing OpenFile) {
        for file in files {
            if let camera = file.camera {
                guard let folder = try? OpenFile(folder: camera, in: store.descriptor) else { continue }
                unlinkat(folder.descriptor, stagedPrefix + file.name, 0)
            } else {
                unlinkat(store.descriptor, stagedPrefix + file.name, 0)
            }
        }
    }

    // MARK: - After a crash

    /// Finishes what another run had begun to replace. The store is locked.
    static func finish(in store: borrowing OpenFile, path: String) throws(SnapshotStoreError) {
        do throws(FileFault) {
            guard let list = try readList(in: store) else { return }
            let items = (try? JSONReader.readStrictly(list, limits: .init(bytes: largestList, depth: 4)))?.arrayValue
            let files = items?.compactMap(StagedFile.init)
            if let files, files.count == items?.count {
                for file in files { try rename(file, in: store) }
                unlinkat(store.descriptor, listName, 0)
                try store.sync()
                return
            }
        } catch {
            throw SnapshotStoreError(error, at: path, cannot: "replace the files that \(listName) names")
        }
        throw SnapshotStoreError(.damaged, "this list of files to be replaced is damaged", at: "\(path)/\(listName)")
    }

    private static func readList(in store: borrowing OpenFile) throws(FileFault) -> [UInt8]? {
        guard try store.lookUp(listName) != nil else { return nil }
        return try OpenFile(reading: listName, in: store.descriptor).readAll(limit: largestList)
    }

    private static func rename(_ file: StagedFile, in store: borrowing OpenFile) throws(FileFault) {
        if let camera = file.camera {
            try rename(file.name, in: OpenFile(folder: camera, in: store.descriptor))
        } else {
            try rename(file.name, in: store)
        }
    }

    private static func rename(_ name: String, in folder: borrowing OpenFile) throws(FileFault) {
        // One that is not there any more was renamed before the crash.
        guard renameat(folder.descriptor, stagedPrefix + name, folder.descriptor, name) == 0 || errno == ENOENT else {
            throw .last
        }
        try folder.sync()
    }
}

extension SnapshotStore {
    /// Replaces files of the store: `body` stages them, then all are replaced, or none if it throws.
    /// The store is made if it is not there, and locked meanwhile.
    ///
    /// - Throws: ``SnapshotStoreError``, and what the body throws.
    package func rewrite<Result>(
        waiting timeout: Duration = .seconds(30), _ body: (inout StoreRewrite) throws -> Result
    ) throws -> Result {
        try withLockedStore(.isMade, waiting: timeout) { store in
            var rewrite = StoreRewrite(of: store, path: path)
            let result: Result
            do {
                result = try body(&rewrite)
            } catch {
                rewrite.discard()
                throw error
            }
            try rewrite.commit()
            return result
        }
    }
}
