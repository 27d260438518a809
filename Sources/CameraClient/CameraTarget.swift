/// Where a camera is reached: `http(s)://host[:port]`.
package struct CameraTarget: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http
        case https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package let host: String
    package let port: Int

    /// Host and port, the port only if it is not the scheme's own: `192.168.1.10`, `[fe80::1]:8080`.
    package var address: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// Host and port, always both.
    package var hostAndPort: String {
        (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    func url(path: String) -> String {
        "\(scheme.rawValue)://\(hostAndPort)\(path)"
    }

    /// - Throws: ``TargetError`` that says what is wrong with the text.
    package init(_ text: String) throws(TargetError) {
        guard let scheme = [Scheme.http, .https].first(where: { text.hasPrefix($0.rawValue + "://") }) else {
            throw TargetError(text, "it must begin with http:// or https://")
        }
        var rest = text.dropFirst(scheme.rawValue.count + 3)
        if rest.last == "/" { rest.removeLast() }
        guard !rest.contains("@") else {
            throw TargetError(text, "a user or password does not belong in it; use --user and CAMKEEP_PASSWORD")
        }
        let allowed = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_[]:%".contains($0)) }
        guard allowed else { throw TargetError(text, "only a host and a port may follow \(scheme.rawValue)://") }
        let (host, port) = try Self.split(rest, of: text)
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port ?? scheme.defaultPort
    }

    private static func split(_ rest: Substring, of text: String) throws(TargetError) -> (String, Int?) {
        var host = rest
        var port: Substring?
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw TargetError(text, "the bracket is not closed") }
            host = rest[rest.index(after: rest.startIndex)..<close]
            let tail = rest[rest.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else { throw TargetError(text, "after the bracket comes the port") }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = rest.firstIndex(of: ":") {
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
        }
        guard !host.isEmpty else { throw TargetError(text, "the host is missing") }
        guard let port else { return (String(host), nil) }
        guard let number = Int(port), (1...65535).contains(number) else {
            throw TargetError(text, "the port must be a number from 1 to 65535; an IPv6 address stands in brackets")
        }
        return (String(host), number)
    }
}

extension CameraTarget: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(address)" }
}

/// A text that names no camera.
package struct TargetError: Error, Sendable, Hashable, CustomStringConvertible {
    package let text: String
    package let reason: String

    init(_ text: String, _ reason: String) {
        self.text = text
        self.reason = reason
    }

    /// Without what stands before an `@`: it may be a password.
    package var description: String {
        let shown = text.lastIndex(of: "@").map { "…" + text[$0...] } ?? text
        return "\"\(shown)\" is no camera's address: \(reason)"
    }
}
