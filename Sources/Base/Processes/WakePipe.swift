import Glibc
import Text

/// A pipe whose read end becomes readable, and stays so, when it is woken.
package final class WakePipe: Sendable {
    package let readEnd: Int32
    package let writeEnd: Int32

    package init() throws(SystemFault) {
        (readEnd, writeEnd) = try Self.makePipe()
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    package func wake(_ byte: UInt8 = 0) {
        var byte = byte
        while write(writeEnd, &byte, 1) < 0, errno == EINTR {}
    }

    /// A pipe that programs started later do not inherit.
    package static func makePipe() throws(SystemFault) -> (readEnd: Int32, writeEnd: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw SystemFault("no pipe is left", code: errno)
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends[0], ends[1])
    }
}

/// The system has no pipe or no thread left.
package struct SystemFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is missing, and the system's words; one line, harmless to print.
    package let description: String

    /// - Parameter code: an `errno`
    init(_ message: String, code: Int32) {
        description = "\(message): \(SystemMessage.text(code))"
    }
}
