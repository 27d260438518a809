import Glibc
import Text

/// Why a file cannot be opened, read or written.
package struct FileFault: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        /// A call of the system failed with this `errno`.
        case system(code: Int32)
        /// It is a folder, a pipe or a device.
        case notRegular
        /// It is larger than the caller takes, in bytes.
        case tooLarge(limit: Int)
        /// Others may read or change a file that must be private; its permission bits.
        case openToOthers(mode: UInt32)
        /// A private file belongs to another user, by number.
        case foreignOwner(user: UInt32)
    }

    /// What is wrong.
    package let kind: Kind

    /// A fault of this kind.
    package init(kind: Kind) {
        self.kind = kind
    }

    /// The last error of the C library.
    package static var last: FileFault { FileFault(kind: .system(code: errno)) }

    /// The C library's error number, or 0.
    package var code: Int32 {
        if case .system(let code) = kind { code } else { 0 }
    }

    /// Whether there is no such file.
    package var isMissingFile: Bool { code == ENOENT }

    /// Whether the name is taken.
    package var isExistingFile: Bool { code == EEXIST }

    /// Whether another process has locked the file.
    package var isHeldByAnother: Bool { code == EWOULDBLOCK }

    /// What is wrong, as part of a sentence, without the name of the file.
    package var reason: String {
        switch kind {
        case .system(let code): SystemMessage.text(code)
        case .notRegular: "not a regular file"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .openToOthers(let mode):
            "open to other users (mode \(String(mode, radix: 8)))"
        case .foreignOwner(let user): "another user's (number \(user))"
        }
    }
}
