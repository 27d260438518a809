import Glibc

/// Why a file cannot be opened, read or written.
struct FileFault: Error {
    enum Kind {
        case system(code: Int32)
        case notRegular
        case tooLarge(limit: Int)
    }

    let kind: Kind

    /// The last error of the C library.
    static var last: FileFault { FileFault(kind: .system(code: errno)) }

    /// The C library's error number, or 0.
    var code: Int32 {
        if case .system(let code) = kind { code } else { 0 }
    }

    var isMissingFile: Bool { code == ENOENT }

    var reason: String {
        switch kind {
        case .system(let code): String(cString: strerror(code))
        case .notRegular: "no regular file"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        }
    }
}
