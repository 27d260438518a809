import Files

/// Why the journal of a restore cannot be used.
package struct JournalError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// Another process has it.
        case busy
        /// An earlier restore of this camera has not ended.
        case open
        case missing
        case damaged
        case system
    }

    package let code: Code
    package let path: String
    package let reason: String
    /// What the operator can do.
    package var hint: String?

    init(_ code: Code, path: String, reason: String, hint: String? = nil) {
        self.code = code
        self.path = path
        self.reason = reason
        self.hint = hint
    }

    /// The error for a fault of the file: `cannot: "be opened"`.
    init(_ fault: FileFault, path: String, cannot action: String) {
        switch fault.kind {
        case .notRegular, .tooLarge: self.init(.damaged, path: path, reason: "this is not a journal of a restore")
        default: self.init(.system, path: path, reason: "cannot \(action): \(fault.reason)")
        }
    }

    package var description: String { "\(path): \(reason)" }
}

/// An open journal file, locked for this process as long as the value lives. Every line is on the disk when it is appended.
struct JournalFile: ~Copyable {
    let path: String
    private let file: LockedFile

    /// More than a restore of everything writes.
    private static let largestFile = 64 << 20

    /// Opens a journal that is there.
    init(opening path: String) throws(JournalError) {
        try self.init(path, mayCreate: false)
    }

    /// Opens a journal in a folder of the store, and makes both where they are missing.
    init(creating path: String, inStore store: String) throws(JournalError) {
        let folder = AtomicFile.split(path).folder
        do throws(FileFault) {
            try OpenFile(folder: store).makeFolder(AtomicFile.split(folder).name)
        } catch {
            throw JournalError(error, path: folder, cannot: "be made")
        }
        try self.init(path, mayCreate: true)
    }

    private init(_ path: String, mayCreate: Bool) throws(JournalError) {
        do throws(FileFault) {
            file = try LockedFile(path, mayCreate: mayCreate)
            self.path = path
        } catch {
            if error.isMissingFile { throw JournalError(.missing, path: path, reason: "there is no such journal") }
            guard error.isHeldByAnother else { throw JournalError(error, path: path, cannot: "be opened") }
            throw JournalError(
                .busy, path: path, reason: "another run is restoring this camera", hint: "wait until it has ended")
        }
    }

    // MARK: - Reading

    borrowing func readAll() throws(JournalError) -> [UInt8] {
        do throws(FileFault) {
            return try file.readAll(limit: Self.largestFile)
        } catch {
            throw JournalError(error, path: path, cannot: "be read")
        }
    }

    /// The content of a journal that another process may have.
    static func read(_ path: String) throws(JournalError) -> [UInt8] {
        do throws(FileFault) {
            return try LockedFile.read(path, limit: largestFile)
        } catch {
            throw JournalError(error, path: path, cannot: "be read")
        }
    }

    /// The names in a folder; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        (try? OpenFile(folder: folder).names()) ?? []
    }

    // MARK: - Writing

    /// Adds bytes at the end, and waits until the disk has them.
    borrowing func append(_ bytes: [UInt8]) throws(JournalError) {
        do throws(FileFault) {
            try file.append(bytes)
        } catch {
            throw JournalError(error, path: path, cannot: "be written")
        }
    }

    /// Cuts the file off after so many bytes.
    borrowing func truncate(to size: Int) throws(JournalError) {
        do throws(FileFault) {
            try file.truncate(to: size)
        } catch {
            throw JournalError(error, path: path, cannot: "be cut")
        }
    }

    /// Waits until the disk has the file's name as well.
    borrowing func syncName() throws(JournalError) {
        do throws(FileFault) {
            try file.syncName()
        } catch {
            throw JournalError(error, path: path, cannot: "be synced")
        }
    }

    borrowing func remove() throws(JournalError) {
        do throws(FileFault) {
            try file.remove()
        } catch {
            throw JournalError(error, path: path, cannot: "be removed")
        }
    }
}
