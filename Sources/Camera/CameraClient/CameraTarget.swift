import Glibc

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
        if let at = text.lastIndex(of: "@") {
            throw TargetError(
                "…" + text[at...], "it must not hold a user or password; use --user and CAMKEEP_PASSWORD")
        }
        let start = text.prefix(8).lowercased()
        guard let scheme = [Scheme.http, .https].first(where: { start.hasPrefix($0.rawValue + "://") }) else {
            throw TargetError(text, "it must begin with http:// or https://")
        }
        var rest = text.dropFirst(scheme.rawValue.count + 3)
        if rest.last == "/" { rest.removeLast() }
        let allowed = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_[]:%".contains($0)) }
        guard allowed else { throw TargetError(text, "only a host and a port may follow \(scheme.rawValue)://") }
        let (host, port) = try Self.split(rest, of: text)
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
    }

    private static func split(_ rest: Substring, of text: String) throws(TargetError) -> (String, Int?) {
        var host = rest
        var port: Substring?
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw TargetError(text, "the bracket is not closed") }
            host = rest[rest.index(after: rest.startIndex)..<close]
            let tail = rest[rest.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else {
                throw TargetError(text, "only a port may follow the bracket")
            }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = rest.firstIndex(of: ":") {
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
        }
        guard !host.isEmpty else { throw TargetError(text, "the host is missing") }
        let name: String
        if rest.first == "[" {
            guard let address = ipv6Address(host) else {
                throw TargetError(text, "only an IPv6 address may be in brackets")
            }
            name = address
        } else {
            guard isName(host) else { throw TargetError(text, "this is not a host name") }
            name = host.lowercased()
        }
        guard let port else { return (name, nil) }
        guard let number = Int(port), (1...65535).contains(number) else {
            throw TargetError(text, "the port must be a number from 1 to 65535; an IPv6 address must be in brackets")
        }
        return (name, number)
    }

    /// At most as long as the DNS allows.
    private static func isName(_ host: Substring) -> Bool {
        host.utf8.count <= 253 && host.allSatisfy { $0.isLetter || $0.isNumber || ".-_".contains($0) }
    }

    /// With a zone, whose case counts, as it names a network interface: `fe80::1%eth0`. Nil if it is no IPv6 address.
    private static func ipv6Address(_ text: Substring) -> String? {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        var address = in6_addr()
        guard let first = parts.first, inet_pton(AF_INET6, String(first), &address) == 1 else { return nil }
        guard parts.count == 2 else { return first.lowercased() }
        guard (1...64).contains(parts[1].utf8.count), isName(parts[1]) else { return nil }
        return first.lowercased() + "%" + parts[1]
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
        return "\"\(shown)\" is not a camera's address: \(reason)"
    }
}
