import Foundation
import Glibc

/// A pair of connected terminals: what is written to `outer` is typed on `inner`.
final class PseudoTerminal: Sendable {
    struct Failure: Error {}

    let outer: Int32
    let inner: Int32
    let path: String

    init() throws {
        var outer: Int32 = -1
        var inner: Int32 = -1
        var name = [CChar](repeating: 0, count: 256)
        guard openpty(&outer, &inner, &name, nil, nil) == 0 else {
            throw Failure()
        }
        self.outer = outer
        self.inner = inner
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        close(outer)
        close(inner)
    }

    /// Whether the terminal shows letters and edits lines, as when a shell starts a program.
    var isOrdinary: Bool {
        var settings = termios()
        tcgetattr(inner, &settings)
        let flags = tcflag_t(ICANON | ECHO | ISIG)
        return settings.c_lflag & flags == flags
    }

    func type(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { write(outer, $0.baseAddress, $0.count) }
    }

    /// Waits until `text` is shown, and returns everything shown up to then.
    func read(until text: String) -> String {
        var shown: [UInt8] = []
        // Bytes, because "\r\n" is one character that does not end with "\n".
        while !shown.reversed().starts(with: text.utf8.reversed()) {
            var byte: UInt8 = 0
            guard Glibc.read(outer, &byte, 1) == 1 else {
                break
            }
            shown.append(byte)
        }
        return String(decoding: shown, as: UTF8.self)
    }
}

/// Runs a blocking call on its own thread, because the few threads of the tests' tasks must not wait.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
