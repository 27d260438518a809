import Foundation
import Glibc
import Synchronization

/// A terminal for a child process, with somebody in front of it who types and reads.
package final class PseudoTerminal: Sendable {
    package struct Failure: Error {
        package let code: Int32
    }

    /// The name of the child's side.
    package let path: String
    private let outer: Int32
    /// Held open, so that what the child has written can be read after its end.
    private let inner: Int32
    private let received = Mutex<[UInt8]>([])

    /// - Throws: ``Failure`` when the system has no terminal left.
    package init(columns: UInt16 = 100) throws {
        var outer: Int32 = -1
        var inner: Int32 = -1
        var name = [CChar](repeating: 0, count: 256)
        var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&outer, &inner, &name, nil, &size) == 0 else { throw Failure(code: errno) }
        for descriptor in [outer, inner] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        self.outer = outer
        self.inner = inner
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        Thread.detachNewThread { [weak self, outer] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(outer, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0, let self else { break }
                received.withLock { $0 += buffer[..<count] }
            }
            close(outer)
        }
    }

    deinit {
        // With the last holder of the inner side gone, the reading thread sees the end and closes the outer one.
        close(inner)
    }

    /// All that has been shown so far.
    package var shown: String {
        received.withLock { String(decoding: $0, as: UTF8.self) }
    }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(outer, $0.baseAddress, $0.count) }
    }
}
