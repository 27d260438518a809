import Glibc
import Snapshots

/// Reads a snapshot from standard input.
enum StandardInput {
    private static let limit = 64 << 20

    static func read() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StandardInputError(description: "standard input cannot be read") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else {
                throw StandardInputError(description: "standard input is larger than any snapshot")
            }
        }
    }
}

struct StandardInputError: Error, CustomStringConvertible {
    let description: String
}
