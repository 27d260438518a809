import Glibc
import Snapshots

/// Reads standard input to its end.
enum StandardInput {
    /// No snapshot is larger, in bytes.
    private static let largestSnapshot = 64 << 20

    static func read() throws -> [UInt8] {
        try read(limit: largestSnapshot)
    }

    /// - Parameter limit: in bytes
    static func read(limit: Int) throws -> [UInt8] {
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

struct StandardInputError: Error, CustomStringConvertible {
    let description: String
}
