package import Cryptography
package import Glibc

/// An open file or folder, which closes itself.
package struct OpenFile: ~Copyable {
    /// The descriptor, for calls that this type does not have. It is closed with the value.
    package let descriptor: Int32

    private init(owning descriptor: Int32) throws(FileFault) {
        guard descriptor >= 0 else { throw .last }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens a regular file for reading. It never waits for the other end of a pipe.
    ///
    /// - Parameter flags: what else to ask of `open`, such as `O_NOFOLLOW`
    package init(reading path: String, in folder: Int32 = AT_FDCWD, flags: Int32 = 0) throws(FileFault) {
        try self.init(owning: openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags))
    }

    /// Opens a folder. Inside another folder, a symbolic link is not followed.
    package init(folder path: String, in parent: Int32 = AT_FDCWD) throws(FileFault) {
        let noFollow = parent == AT_FDCWD ? 0 : O_NOFOLLOW
        try self.init(owning: openat(parent, path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | noFollow))
    }

    /// Makes a new file that only its owner may read and write. It must not be there yet.
    package init(creating name: String, in folder: Int32) throws(FileFault) {
        try self.init(owning: openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600))
    }

    /// Opens a file to write at its end, and makes it if it is not there, for its owner alone.
    package init(appendingTo path: String) throws(FileFault) {
        try self.init(owning: open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600))
    }

    /// Opens a file of this program to read it and to write at its end. A symbolic link is not followed.
    init(record name: String, in folder: Int32, mayCreate: Bool) throws(FileFault) {
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (mayCreate ? O_CREAT : 0)
        try self.init(owning: openat(folder, name, flags, 0o600))
    }

    /// Opens a file to write it anew, and makes it if it is not there, for everybody to read.
    package init(replacing path: String) throws(FileFault) {
        try self.init(owning: open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o644))
    }

    /// Opens a file to lock it, and makes it if it is not there.
    package init(lockFile name: String, in folder: Int32) throws(FileFault) {
        try self.init(owning: openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600))
    }

    /// Locks the file against other processes that lock it (`flock`), for as long as it is open, however this process ends.
    ///
    /// - Parameter timeout: how long to wait for another process that has it
    /// - Throws: ``FileFault``; ``FileFault/isHeldByAnother`` if another process has it still
    package borrowing func lock(timeout: Duration = .zero) throws(FileFault) {
        let deadline = ContinuousClock.now + timeout
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let fault = FileFault.last
            guard fault.isHeldByAnother || fault.code == EINTR else { throw fault }
            guard ContinuousClock.now < deadline else { throw FileFault(kind: .system(code: EWOULDBLOCK)) }
            usleep(Self.lockPauseMicroseconds)
        }
    }

    private static let lockPauseMicroseconds: UInt32 = 20_000

    /// What the system says of it: its kind, its size, its links.
    package borrowing func status() throws(FileFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        return status
    }

    /// The whole content of a file of at most `limit` bytes; of a regular one wherever the current place is.
    ///
    /// - Parameter mayBeDevice: whether a pipe or a device is read, too, such as `/dev/null`
    package borrowing func readAll(limit: Int, mayBeDevice: Bool = false) throws(FileFault) -> [UInt8] {
        let status = try status()
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard isRegular || mayBeDevice else { throw FileFault(kind: .notRegular) }
        guard status.st_size <= limit else { throw FileFault(kind: .tooLarge(limit: limit)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count =
                isRegular
                ? pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
                : Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer.prefix(count))
            guard bytes.count <= limit else { throw FileFault(kind: .tooLarge(limit: limit)) }
        }
    }

    /// The whole content of a file of at most `limit` bytes, in memory that is wiped after use.
    package borrowing func readSecret(limit: Int) throws(FileFault) -> SecretBytes {
        // One byte more than allowed, to see that there is no more.
        var end = 0
        let room = try SecretBytes(count: limit + 1) { (room) throws(FileFault) -> Void in
            while end < room.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: room[end...])
                let count = Glibc.read(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .last }
                if count == 0 { break }
                end += count
            }
        }
        guard end <= limit else { throw FileFault(kind: .tooLarge(limit: limit)) }
        return room.withUnsafeBytes { SecretBytes(copying: $0.prefix(end)) }
    }

    /// Writes all bytes at the current place.
    package borrowing func write(_ bytes: [UInt8]) throws(FileFault) {
        try bytes.withUnsafeBytes { bytes in
            Result { () throws(FileFault) in try write(bytes) }
        }.get()
    }

    /// Writes all bytes at the current place.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last }
            written += count
        }
    }

    /// Adds whole lines after what is there, all or none of them, and waits until the disk has them. Meanwhile the file is locked
    /// against others that do the same.
    ///
    /// - Parameter mayBeDevice: whether lines are written to a pipe or a device, too, such as `/dev/null`
    package borrowing func appendLines(_ lines: [String], mayBeDevice: Bool = false) throws(FileFault) {
        guard try status().st_mode & S_IFMT == S_IFREG else {
            guard mayBeDevice else { throw FileFault(kind: .notRegular) }
            return try write(Array(lines.map { $0 + "\n" }.joined().utf8))
        }
        try lock(timeout: .seconds(10))
        defer { flock(descriptor, LOCK_UN) }
        let status = try status()
        var last: UInt8 = 0x0A
        if status.st_size > 0, pread(descriptor, &last, 1, status.st_size - 1) < 0 { throw .last }
        let text = (last == 0x0A ? "" : "\n") + lines.map { $0 + "\n" }.joined()
        do throws(FileFault) {
            try write(Array(text.utf8))
            try sync()
        } catch {
            ftruncate(descriptor, status.st_size)
            throw error
        }
    }

    /// Waits until the disk has it.
    package borrowing func sync() throws(FileFault) {
        guard fsync(descriptor) == 0 else { throw .last }
    }

    /// Makes a folder in this one for its owner alone, unless it is there, and waits until the disk has it.
    package borrowing func makeFolder(_ name: String) throws(FileFault) {
        guard mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else { throw .last }
        try sync()
    }

    /// The names in a folder, without `.` and `..`; names that are not UTF-8 are left out.
    package borrowing func names() throws(FileFault) -> [String] {
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
    package borrowing func lookUp(_ name: String) throws(FileFault) -> (kind: mode_t, size: Int)? {
        var status = stat()
        if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
            return (status.st_mode & S_IFMT, Int(status.st_size))
        }
        guard errno == ENOENT else { throw .last }
        return nil
    }

    /// Whether at least one of the names is there.
    package borrowing func hasOne(of names: [String]) throws(FileFault) -> Bool {
        for name in names {
            if try lookUp(name) != nil { return true }
        }
        return false
    }
}
