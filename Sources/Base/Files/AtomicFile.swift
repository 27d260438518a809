import Cryptography
package import Glibc

/// Puts a file into a folder whole or not at all.
package enum AtomicFile {
    /// What the names of unfinished files begin with.
    package static let temporaryPrefix = ".tmp-"

    /// Writes under a temporary name, syncs, renames over what has that name, and syncs the folder.
    ///
    /// - Parameter mode: its permissions, whatever the umask; without one the file is for its owner alone
    /// - Throws: ``FileFault``; nothing is left behind then, unless it was the folder that could not be synced.
    package static func write(
        _ bytes: [UInt8], as name: String, in folder: borrowing OpenFile, mode: mode_t? = nil
    ) throws(FileFault) {
        let temporary = temporaryName()
        let file = try OpenFile(creating: temporary, in: folder.descriptor)
        do throws(FileFault) {
            try file.write(bytes)
            if let mode, fchmod(file.descriptor, mode) != 0 { throw FileFault.last }
            try file.sync()
            guard renameat(folder.descriptor, temporary, folder.descriptor, name) == 0 else { throw .last }
        } catch {
            unlinkat(folder.descriptor, temporary, 0)
            throw error
        }
        try folder.sync()
    }

    /// The folder of a path, `.` if it names none, and the name in it.
    package static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// A name for an unfinished file that no other run takes.
    static func temporaryName() -> String {
        temporaryPrefix + "\(getpid())-" + HexEncoding.encode((0..<8).map { _ in UInt8.random(in: 0...255) })
    }
}
