import Glibc

/// A TCP client that shows what is really sent, including closed connections and broken answers.
final class RawClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    struct Answer {
        var head: String
        var body: [UInt8]

        var status: Int {
            let parts = head.split(separator: " ", maxSplits: 2)
            return parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        }

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Failure: Error {
        case cannotConnect(Int32)
        case cannotSend
        case closed(after: [UInt8])
    }

    init(host: String = "127.0.0.1", port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            throw Failure.cannotConnect(errno)
        }
    }

    deinit {
        close(descriptor)
    }

    func send(_ method: String = "GET", _ path: String = "/", headers: [String] = [], body: String = "") throws {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: camera", "Content-Length: \(body.utf8.count)"] + headers
        var bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        while !bytes.isEmpty {
            let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { throw Failure.cannotSend }
            bytes.removeFirst(count)
        }
    }

    /// Reads one complete answer with a `Content-Length`.
    func answer() throws -> Answer {
        while true {
            let text = String(decoding: buffer, as: UTF8.self)
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                let length = head.lowercased().split(whereSeparator: \.isNewline)
                    .first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.drop { !$0.isNumber }) }
                if let length, buffer.count >= end.upperBound + length {
                    let body = Array(buffer[end.upperBound..<end.upperBound + length])
                    buffer.removeFirst(end.upperBound + length)
                    return Answer(head: head, body: body)
                }
            }
            guard receive() > 0 else { throw Failure.closed(after: Array(text.utf8)) }
        }
    }

    /// Reads until the server closes the connection, or this many bytes are there.
    func rest(atMost limit: Int = .max) -> [UInt8] {
        while buffer.count < limit, receive() > 0 {}
        return buffer
    }

    @discardableResult
    private func receive() -> Int {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count > 0 { buffer.append(contentsOf: bytes.prefix(count)) }
        return count
    }
}

extension [UInt8] {
    fileprivate func firstRange(of pattern: [UInt8]) -> Range<Int>? {
        guard count >= pattern.count else { return nil }
        return (0...(count - pattern.count)).first { self[$0..<$0 + pattern.count].elementsEqual(pattern) }
            .map { $0..<$0 + pattern.count }
    }
}
