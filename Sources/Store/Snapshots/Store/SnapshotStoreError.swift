import Files
import Glibc

/// Why a store cannot be used.
package struct SnapshotStoreError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// There is no store at that path.
        case missing
        /// A file stands where a folder is expected, or a link where the store's own folder is.
        case notAFolder
        /// No permission, or a file system that is mounted read-only.
        case notWritable
        /// The disk is full or a quota is used up.
        case full
        /// Another run holds the lock.
        case locked
        /// A file of the store's own is not what a run had written.
        case damaged
        /// The archive is not the one that the snapshot describes.
        case wrongArchive
        /// Another failure of the file system.
        case system
    }

    package let code: Code
    package let path: String
    /// What was tried and why it failed.
    package let detail: String

    init(_ code: Code, _ detail: String, at path: String) {
        self.code = code
        self.path = path
        self.detail = detail
    }

    /// - Parameter action: as in "cannot …".
    init(_ fault: FileFault, at path: String, cannot action: String) {
        let code: Code =
            switch fault.code {
            case ENOENT: .missing
            case ENOTDIR, ELOOP, EEXIST: .notAFolder
            case EACCES, EPERM, EROFS: .notWritable
            case ENOSPC, EDQUOT, EFBIG: .full
            default: .system
            }
        self.init(code, "cannot \(action): \(fault.reason)", at: path)
    }

    /// What the reader of the message can do about it.
    package var nextStep: String {
        switch code {
        case .missing: "Check the path of the store, or take a first snapshot to make it."
        case .notAFolder: "Name a folder as the store, or move away what is in its place."
        case .notWritable: "Give yourself permission to write there, or choose another store."
        case .full: "Free some space; the store is as it was before."
        case .locked: "Wait until that run has ended, then try again."
        case .damaged: "Run camkeep verify to check the store, then move this file away."
        case .wrongArchive: "This is a fault of CamKeep: please report it."
        case .system: "Check the disk and the path of the store."
        }
    }
}

extension SnapshotStoreError: CustomStringConvertible {
    package var description: String { "\(path): \(detail). \(nextStep)" }
}
