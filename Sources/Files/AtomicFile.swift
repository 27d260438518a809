import Cryptography
import Glibc

/// Puts a file into a folder whole or not at all.
package enum AtomicFile {
    /// What the names of unfinished files begin with.
    package static let temporaryPrefix = ".tmp-"

    /// Writes under a temporary name, syncs, renames over what has that name, and syncs the folder.
    ///
    /// - Throws: ``FileFault``; nothing is left behind then, unless it was the folder that could not be synced.
    package static func write(_ bytes: [UInt8], as name: String, in folder: borrowing OpenFile) throws(FileFault) {
        let temporary = temporaryName()
        let file = try OpenFile(creating: temporary, in: folder.descriptor)
        do throws(FileFault) {
            try file.write(bytes)
            try file.sync()
            guard renameat(folder.descriptor, temporary, folder.descriptor, name) == 0 else { throw .last }
        } catch {
            unlinkat(folder.descriptor, temporary, 0)
            throw error
        }
        try folder.sync()
    }

    /// A name for an unfinished file that no other run takes.
    static func temporaryName() -> String {
        temporaryPrefix + "\(getpid())-" + HexEncoding.encode((0..<8).map { _ in UInt8.random(in: 0...255) })
    }
}
