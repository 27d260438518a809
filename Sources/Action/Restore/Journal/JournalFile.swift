import Glibc
import Text

/// An open journal file, locked for this process as long as the value lives. Every line is on the disk when it is appended.
struct JournalFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// More than a restore of everything writes.
    private static let largestFile = 64 << 20

    /// - Parameter mayCreate: whether a file that is not there is made, with the folder around it
    init(path: String, mayCreate: Bool) throws(JournalError) {
        if mayCreate { try Self.makeFolder(of: path) }
        while true {
            let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (mayCreate ? O_CREAT : 0)
            let file = open(path, flags, 0o600)
            guard file >= 0 else {
                if errno == ENOENT { throw JournalError(.missing, path: path, reason: "there is no such journal") }
                throw Self.fault(path, "cannot be opened")
            }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                close(file)
                throw JournalError(
                    .busy, path: path, reason: "another run is restoring this camera", hint: "wait until it has ended")
            }
            // The run that had it before may have removed it in between.
            var state = stat()
            if fstat(file, &state) == 0, state.st_nlink > 0 {
                descriptor = file
                self.path = path
                return
            }
            close(file)
        }
    }

    deinit {
        close(descriptor)
    }

    private static func makeFolder(of path: String) throws(JournalError) {
        guard let end = path.lastIndex(of: "/") else { return }
        let folder = String(path[..<end])
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw fault(folder, "cannot be made") }
        // The new folder must be found after a power cut, too.
        let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "."
        try syncFolder(parent.isEmpty ? "/" : parent)
    }

    private static func syncFolder(_ path: String) throws(JournalError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw fault(path, "cannot be opened") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw fault(path, "cannot be synced") }
    }

    private static func fault(_ path: String, _ what: String) -> JournalError {
        JournalError(.system, path: path, reason: "\(what): \(SystemMessage.text(errno))")
    }

    borrowing func readAll() throws(JournalError) -> [UInt8] {
        try Self.readAll(descriptor, path)
    }

    /// The content of a file that another process may have.
    static func read(_ path: String) throws(JournalError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw fault(path, "cannot be opened") }
        defer { close(file) }
        return try readAll(file, path)
    }

    /// The names in a folder; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(validatingCString: $0)
                }
            }
            if let name { names.append(name) }
        }
        return names
    }

    private static func readAll(_ descriptor: Int32, _ path: String) throws(JournalError) -> [UInt8] {
        var state = stat()
        guard fstat(descriptor, &state) == 0, state.st_mode & S_IFMT == S_IFREG, state.st_size <= largestFile
        else { throw JournalError(.damaged, path: path, reason: "this is no journal of a restore") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault(path, "cannot be read") }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= largestFile else {
                throw JournalError(.damaged, path: path, reason: "this is no journal of a restore")
            }
        }
    }

    /// Appends, and waits until the disk has it.
    borrowing func append(_ bytes: [UInt8]) throws(JournalError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.fault(path, "cannot be written") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw Self.fault(path, "cannot be synced") }
    }

    /// Cuts the file off after so many bytes.
    borrowing func truncate(to size: Int) throws(JournalError) {
        guard ftruncate(descriptor, off_t(size)) == 0, fsync(descriptor) == 0 else {
            throw Self.fault(path, "cannot be cut")
        }
    }

    /// After it the file's own name is on the disk as well.
    borrowing func syncName() throws(JournalError) {
        try Self.syncFolder(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    }

    borrowing func remove() throws(JournalError) {
        guard unlink(path) == 0 else { throw Self.fault(path, "cannot be removed") }
        try syncName()
    }
}
