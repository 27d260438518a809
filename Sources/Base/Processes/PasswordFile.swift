import Glibc
import Text

/// A password from outside, and a warning about its source.
package struct FoundPassword: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let password: String
    /// A sentence such as "pw.txt can be read by other users (mode 644)"; nil if all is well.
    package let warning: String?

    /// Never the password.
    package var description: String { "<password>" }
    /// Never the password.
    package var debugDescription: String { "<password>" }
    /// Never the password.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Reads a password from a file.
package enum PasswordFile {
    /// The largest file, in bytes.
    package static let limit = 65_536

    /// The first line of a file, without its line break (LF or CR LF). Pipes work too, as in `<(pass show camera)`.
    ///
    /// - Throws: `PasswordSourceError` if the file cannot be read or is too long, or if the line is empty or not UTF-8;
    ///   `CancellationError`
    package static func read(path: String) async throws -> FoundPassword {
        try await BlockingWork.run { cancelled in
            try read(path: path, cancelled: cancelled)
        }
    }

    private static func read(path: String, cancelled: Int32) throws -> FoundPassword {
        let name = HarmlessText.escaped(path)
        // Without O_NONBLOCK, a named pipe without a writer would block here for ever.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else {
            throw PasswordSourceError(.unreadableFile, "cannot read \(name): \(SystemMessage.text(errno))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw PasswordSourceError(.unreadableFile, "cannot read \(name): \(SystemMessage.text(errno))")
        }
        var reader = BoundedReader(descriptor: file, limit: limit)
        while !reader.isAtEnd {
            switch Descriptors.wait(for: file, cancelled: cancelled, milliseconds: -1) {
            case .cancelled: throw CancellationError()
            case .nothing: continue
            case .readable: break
            }
            if let code = reader.readOnce() {
                throw PasswordSourceError(.unreadableFile, "cannot read \(name): \(SystemMessage.text(code))")
            }
        }
        if reader.isTooLong {
            throw PasswordSourceError(.tooLong, "\(name) is larger than 64 kB, so it is not a password file")
        }
        let password = try PasswordText.firstLine(of: reader.bytes, source: name)
        let mode = status.st_mode & 0o7777
        let isOpenToOthers = status.st_mode & S_IFMT == S_IFREG && mode & 0o044 != 0
        return FoundPassword(
            password: password,
            warning: isOpenToOthers
                ? "\(name) can be read by other users (mode \(String(mode, radix: 8))); 'chmod 600' closes it" : nil)
    }
}

/// The rules for passwords from any source.
package enum PasswordText {
    /// The longest password, in bytes.
    package static let longest = 1024

    static func firstLine(of bytes: [UInt8], source: String) throws(PasswordSourceError) -> String {
        let lineBreak = bytes.firstIndex(of: 0x0A)
        var line = bytes[..<(lineBreak ?? bytes.endIndex)]
        if lineBreak != nil, line.last == 0x0D {
            line = line.dropLast()
        }
        return try checked(Array(line), source: source)
    }

    /// - Parameter source: what messages call the place that it comes from
    /// - Throws: ``PasswordSourceError`` for a password that is empty, too long or not UTF-8
    package static func checked(_ bytes: [UInt8], source: String) throws(PasswordSourceError) -> String {
        if bytes.isEmpty {
            throw PasswordSourceError(.empty, "\(source) is empty")
        }
        if bytes.count > longest {
            throw PasswordSourceError(
                .tooLong, "the password from \(source) is longer than \(longest) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw PasswordSourceError(.notText, "the password from \(source) is not UTF-8 text")
        }
        return text
    }
}

/// Reads a descriptor piece by piece, up to a limit.
struct BoundedReader {
    private(set) var bytes: [UInt8] = []
    /// Whether nothing is left, or the limit is passed.
    private(set) var isAtEnd = false
    private let descriptor: Int32
    private let limit: Int

    init(descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    var isTooLong: Bool { bytes.count > limit }

    /// Reads what is there now.
    ///
    /// - Returns: the `errno` of a failure; having to wait or try again is not a failure
    mutating func readOnce() -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count < 0 {
            return errno == EINTR || errno == EAGAIN ? nil : errno
        }
        bytes += buffer.prefix(count)
        isAtEnd = count == 0 || isTooLong
        return nil
    }
}
