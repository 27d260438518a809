import Glibc

/// An open file or folder, which closes itself.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    private init(owning descriptor: Int32) throws(FileFault) {
        guard descriptor >= 0 else { throw .last }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens a regular file for reading. It never waits for the other end of a pipe.
    init(reading path: String, in folder: Int32 = AT_FDCWD) throws(FileFault) {
        try self.init(owning: openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Opens a folder. Inside another folder, a symbolic link is not followed.
    init(folder path: String, in parent: Int32 = AT_FDCWD) throws(FileFault) {
        let noFollow = parent == AT_FDCWD ? 0 : O_NOFOLLOW
        try self.init(owning: openat(parent, path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | noFollow))
    }

    /// Makes a new file that only its owner may read and write. It must not be there yet.
    init(creating name: String, in folder: Int32) throws(FileFault) {
        try self.init(owning: openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600))
    }

    /// Opens a file to lock it, and makes it if it is not there.
    init(lockFile name: String, in folder: Int32) throws(FileFault) {
        try self.init(owning: openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600))
    }

    /// The whole content of a regular file of at most `limit` bytes.
    borrowing func readAll(limit: Int) throws(FileFault) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(kind: .notRegular) }
        guard status.st_size <= limit else { throw FileFault(kind: .tooLarge(limit: limit)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer.prefix(count))
            guard bytes.count <= limit else { throw FileFault(kind: .tooLarge(limit: limit)) }
        }
    }

    /// Writes all bytes at the current place.
    borrowing func write(_ bytes: [UInt8]) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last }
            written += count
        }
    }

    /// Waits until the disk has it.
    borrowing func sync() throws(FileFault) {
        guard fsync(descriptor) == 0 else { throw .last }
    }

    /// The names in a folder, without `.` and `..`; names that are not UTF-8 are left out.
    borrowing func names() throws(FileFault) -> [String] {
        // A descriptor of its own, because closing the stream closes it.
        let copy = openat(descriptor, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard copy >= 0 else { throw .last }
        guard let stream = fdopendir(copy) else {
            let fault = FileFault.last
            close(copy)
            throw fault
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw .last }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(validatingCString: $0)
                }
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
    }

    /// The kind (`S_IFREG`, …) and the size of a name in a folder, without following links; nil if there is no such name.
    borrowing func lookUp(_ name: String) throws(FileFault) -> (kind: mode_t, size: Int)? {
        var status = stat()
        if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
            return (status.st_mode & S_IFMT, Int(status.st_size))
        }
        guard errno == ENOENT else { throw .last }
        return nil
    }

    borrowing func hasOne(of names: [String]) throws(FileFault) -> Bool {
        for name in names {
            if try lookUp(name) != nil { return true }
        }
        return false
    }
}
