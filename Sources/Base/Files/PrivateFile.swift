package import Cryptography
import Glibc

/// A file that only its owner may read: a key, an identity.
package enum PrivateFile {
    /// To whom a file may belong.
    package enum Owner: Sendable {
        /// The user that this process runs as.
        case thisUser
        case anybody
    }

    /// The whole content, in memory that is wiped after use.
    ///
    /// - Throws: ``FileFault`` for a file that is not a regular file, does not belong to the owner, has a mode that gives others any right
    ///   (or sets an id), or is larger than `limit` bytes.
    package static func read(
        _ path: String, limit: Int, of owner: Owner = .thisUser
    ) throws(FileFault) -> SecretBytes {
        let file = try OpenFile(reading: path)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(kind: .notRegular) }
        guard owner == .anybody || status.st_uid == geteuid() else {
            throw FileFault(kind: .foreignOwner(user: status.st_uid))
        }
        let mode = status.st_mode & 0o7777
        guard mode & ~0o700 == 0 else { throw FileFault(kind: .openToOthers(mode: mode)) }
        return try file.readSecret(limit: limit)
    }

    /// Makes a file with mode 0600, whole or not at all, and waits until the disk has it. What has the name already is
    /// never touched.
    ///
    /// - Throws: ``FileFault``, with `EEXIST` if the name is taken.
    package static func create(_ path: String, _ content: SecretBytes) throws(FileFault) {
        let (folderPath, name) = AtomicFile.split(path)
        let folder = try OpenFile(folder: folderPath)
        if try folder.lookUp(name) != nil { throw FileFault(kind: .system(code: EEXIST)) }
        let temporary = AtomicFile.temporaryName()
        let file = try OpenFile(creating: temporary, in: folder.descriptor)
        defer { unlinkat(folder.descriptor, temporary, 0) }
        try content.withUnsafeBytes { bytes throws(FileFault) in try file.write(bytes) }
        try file.sync()
        // A link is refused where a rename would replace what another run has just made.
        guard linkat(folder.descriptor, temporary, folder.descriptor, name, 0) == 0 else { throw .last }
        try folder.sync()
    }

    /// Whether something has this name, were it only a link that leads nowhere.
    package static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Makes the folder of a file, and those above it that are missing; see ``makeFolder(_:)``.
    ///
    /// - Throws: ``FileFault``
    package static func makeFolder(of path: String) throws(FileFault) {
        try makeFolder(AtomicFile.split(path).folder)
    }

    /// Makes a folder, and those above it that are missing, for their owner alone. Each is there after a power cut.
    ///
    /// - Throws: ``FileFault``
    package static func makeFolder(_ path: String) throws(FileFault) {
        var made = path.hasPrefix("/") ? "/" : ""
        for step in path.split(separator: "/") {
            let parent = made.isEmpty ? "." : made
            made += made.isEmpty || made == "/" ? step : "/" + step
            if mkdir(made, 0o700) == 0 {
                try OpenFile(folder: parent).sync()
            } else if errno != EEXIST {
                // Where nothing may be written, a folder that is there can answer EROFS or EACCES instead.
                let fault = FileFault.last
                guard access(made, F_OK) == 0 else { throw fault }
            }
        }
    }
}
