import Foundation

/// One accepted connection of a `LoopbackServer`, used by its thread alone.
final class LoopbackConnection {
    let socket: Int32
    private var received: [UInt8] = []

    init(socket: Int32) {
        self.socket = socket
    }

    /// Sends bytes; false when the client has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends text as it is; false when the client has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// Sends a proper answer of this body.
    @discardableResult
    func respond(_ status: String = "200 OK", _ headers: [String] = [], body: String) -> Bool {
        let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)"]
        return send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Waits until the client closes the connection, or the server is stopped.
    func waitForEnd() {
        while receiveMore() {}
    }

    /// Ends the connection by a reset (RST) instead of in order.
    func reset() {
        var nowhere = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// The next request; nil when the client has gone.
    func readRequest() -> (lines: [String], body: [UInt8])? {
        let blankLine = Array("\r\n\r\n".utf8)
        var end = received.firstRange(of: blankLine)
        while end == nil {
            guard receiveMore() else { return nil }
            end = received.firstRange(of: blankLine)
        }
        guard let end else { return nil }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let announced = lines.first { $0.lowercased().hasPrefix("content-length:") }
        let length = announced.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        while received.count < end.upperBound + length {
            guard receiveMore() else { return nil }
        }
        let body = Array(received[end.upperBound..<end.upperBound + length])
        received.removeFirst(end.upperBound + length)
        return (lines, body)
    }

    private func receiveMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }
}
