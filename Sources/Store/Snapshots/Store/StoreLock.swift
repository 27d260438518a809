import Files
import Glibc

/// The lock of a store, held as long as the value lives. It is the kernel's (`flock`): it ends with the process,
/// however that ends.
struct StoreLock: ~Copyable {
    static let fileName = ".lock"
    private static let longestHolder = 200

    private let file: OpenFile

    /// - Throws: ``SnapshotStoreError`` with `.locked` if another run holds the lock for longer than `timeout`.
    init(of store: borrowing OpenFile, path: String, waiting timeout: Duration) throws(SnapshotStoreError) {
        let file = try Self.open(in: store, path: path)
        do throws(FileFault) {
            try file.lock(timeout: timeout)
        } catch  where error.isHeldByAnother {
            throw SnapshotStoreError(
                .locked, "another run is writing to the store\(Self.holder(file.descriptor))", at: path)
        } catch {
            throw SnapshotStoreError(error, at: path, cannot: "lock the store")
        }
        Self.signHolder(file.descriptor)
        self.file = file
    }

    deinit {
        _ = ftruncate(file.descriptor, 0)
    }

    private static func open(in store: borrowing OpenFile, path: String) throws(SnapshotStoreError) -> OpenFile {
        do throws(FileFault) {
            return try OpenFile(lockFile: fileName, in: store.descriptor)
        } catch {
            throw SnapshotStoreError(error, at: path, cannot: "open the store's lock")
        }
    }

    /// Says who holds the lock, for the message of the next one. That this may fail does not matter.
    private static func signHolder(_ descriptor: Int32) {
        var host = [CChar](repeating: 0, count: 65)
        gethostname(&host, host.count - 1)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let text = Array("process \(getpid()) on \(name) since \(SnapshotTime.now())".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> String {
        var text = [UInt8](repeating: 0, count: longestHolder)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0 else { return "" }
        let printable = text.prefix(count).filter { (0x20...0x7E).contains($0) }
        return ": " + String(decoding: printable, as: UTF8.self)
    }
}

extension SnapshotStore {
    /// What is done where there is no store yet.
    enum MissingStore {
        case isMade
        case isRefused
    }

    /// Does what changes the store: alone, and after what a killed run had begun to replace has been finished.
    ///
    /// - Parameters:
    ///   - missing: whether the store and the folders above it are made
    ///   - timeout: how long to wait for another run that holds the lock
    /// - Throws: ``SnapshotStoreError``, and what the body throws
    func withLockedStore<Result>(
        _ missing: MissingStore, waiting timeout: Duration, _ body: (consuming OpenFile) throws -> Result
    ) throws -> Result {
        let store = try openStore(missing)
        let lock = try StoreLock(of: store, path: path, waiting: timeout)
        // The lock must live until the end.
        defer { _ = lock }
        try StoreRewrite.finish(in: store, path: path)
        return try body(store)
    }

    func openStore(_ missing: MissingStore) throws(SnapshotStoreError) -> OpenFile {
        switch missing {
        case .isRefused: return try openFolder(path) { () throws(FileFault) in try OpenFile(folder: path) }
        case .isMade: break
        }
        do throws(FileFault) {
            try PrivateFile.makeFolder(path)
            return try OpenFile(folder: path)
        } catch {
            throw SnapshotStoreError(error, at: path, cannot: "open or make the store")
        }
    }

    /// The camera's folder, which is there.
    func openCameraFolder(
        _ camera: String, of store: borrowing OpenFile
    ) throws(SnapshotStoreError) -> OpenFile {
        let descriptor = store.descriptor
        return try openFolder("\(path)/\(camera)") { () throws(FileFault) in
            try OpenFile(folder: camera, in: descriptor)
        }
    }

    private func openFolder(
        _ name: String, _ open: () throws(FileFault) -> OpenFile
    ) throws(SnapshotStoreError) -> OpenFile {
        do throws(FileFault) {
            return try open()
        } catch {
            throw SnapshotStoreError(error, at: name, cannot: "open the folder")
        }
    }
}
