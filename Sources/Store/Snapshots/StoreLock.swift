import Files
import Glibc

/// The lock of a store, held as long as the value lives. It is the kernel's (`flock`): it ends with the process,
/// however that ends.
struct StoreLock: ~Copyable {
    static let fileName = ".lock"
    private static let longestHolder = 200
    private static let pauseMicroseconds: UInt32 = 20_000

    private let file: OpenFile

    /// - Throws: ``SnapshotStoreError`` with `.locked` if another holds the lock for longer than `patience`.
    init(of store: borrowing OpenFile, path: String, waiting patience: Duration) throws(SnapshotStoreError) {
        let file = try Self.open(in: store, path: path)
        try Self.wait(for: file.descriptor, path: path, patience)
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
            throw SnapshotStoreError(error, path, cannot: "open the store's lock")
        }
    }

    private static func wait(
        for descriptor: Int32, path: String, _ patience: Duration
    ) throws(SnapshotStoreError) {
        let deadline = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let fault = FileFault.last
            guard fault.code == EWOULDBLOCK || fault.code == EINTR else {
                throw SnapshotStoreError(fault, path, cannot: "lock the store")
            }
            guard ContinuousClock.now < deadline else {
                throw SnapshotStoreError(.locked, path, "another run is writing to the store\(holder(descriptor))")
            }
            usleep(pauseMicroseconds)
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
