import Glibc

/// A private file that this process keeps to itself: it is locked as long as the value lives, and what is added to it is on the
/// disk when the call returns. The lock is the kernel's (`flock`), so it ends with the process, however that ends.
package struct LockedFile: ~Copyable {
    private let folder: OpenFile
    private let name: String
    private let file: OpenFile

    /// Opens a file and locks it. A symbolic link is not followed.
    ///
    /// - Parameter mayCreate: whether a file that is missing is made, for its owner alone
    /// - Throws: ``FileFault``; ``FileFault/isHeldByAnother`` if another process has it.
    package init(_ path: String, mayCreate: Bool) throws(FileFault) {
        let (folderPath, name) = AtomicFile.split(path)
        let folder = try OpenFile(folder: folderPath)
        let file = try Self.lock(name, in: folder, mayCreate: mayCreate)
        self.name = name
        self.folder = folder
        self.file = file
    }

    private static func lock(
        _ name: String, in folder: borrowing OpenFile, mayCreate: Bool
    ) throws(FileFault) -> OpenFile {
        while true {
            let file = try OpenFile(record: name, in: folder.descriptor, mayCreate: mayCreate)
            try file.lock()
            // Whoever had it before may have removed it between the two calls.
            if try file.status().st_nlink > 0 { return file }
        }
    }

    /// The content of a file of this kind, which another process may have locked. A symbolic link is not followed.
    package static func read(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
        try OpenFile(reading: path, flags: O_NOFOLLOW).readAll(limit: limit)
    }

    /// The whole content of a regular file of at most `limit` bytes. To be called once, before anything is added.
    package borrowing func readAll(limit: Int) throws(FileFault) -> [UInt8] {
        try file.readAll(limit: limit)
    }

    /// Adds bytes at the end, all or none of them, and waits until the disk has them.
    package borrowing func append(_ bytes: [UInt8]) throws(FileFault) {
        let size = try file.status().st_size
        do throws(FileFault) {
            try file.write(bytes)
            try file.sync()
        } catch {
            ftruncate(file.descriptor, size)
            throw error
        }
    }

    /// Cuts the file off after so many bytes.
    package borrowing func truncate(to size: Int) throws(FileFault) {
        guard ftruncate(file.descriptor, off_t(size)) == 0 else { throw .last }
        try file.sync()
    }

    /// Waits until the disk has the file's name as well.
    package borrowing func syncName() throws(FileFault) {
        try folder.sync()
    }

    /// Removes the file, and waits until the disk knows.
    package borrowing func remove() throws(FileFault) {
        guard unlinkat(folder.descriptor, name, 0) == 0 else { throw .last }
        try folder.sync()
    }
}
