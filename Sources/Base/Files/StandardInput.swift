import Glibc

/// Reads standard input to its end.
package enum StandardInput {
    /// The most that is taken unless the caller says otherwise, in bytes.
    private static let usualLimit = 64 << 20

    /// - Throws: ``StandardInputError`` if it cannot be read, or is larger than 64 MiB
    package static func read() throws(StandardInputError) -> [UInt8] {
        try read(limit: usualLimit)
    }

    /// - Parameter limit: in bytes
    /// - Throws: ``StandardInputError`` if it cannot be read, or is larger than the limit
    package static func read(limit: Int) throws(StandardInputError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StandardInputError(description: "standard input cannot be read") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else {
                throw StandardInputError(description: "standard input is larger than \(limit) bytes")
            }
        }
    }
}

/// Why standard input gave nothing.
package struct StandardInputError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}
