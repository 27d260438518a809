import Cryptography

/// Names the folder of a camera in a store.
package enum CameraFolder {
    private static let longestName = 100
    private static let longestReadablePart = 60

    /// A name that is safe as a file name and different for different cameras.
    ///
    /// - `192.168.1.10`, `http://192.168.1.10/` → `192.168.1.10`
    /// - `camera.example:8080` → `camera.example_8080`
    /// - `[fe80::1]:8080`, `fe80::1` → `[fe80::1]_8080`, `[fe80::1]`
    /// - everything else → what of it is readable, `~`, and twelve digits of its SHA-256, so that no two texts meet.
    ///
    /// - Parameter address: any text: host, host and port, or URL.
    package static func name(for address: String) -> String {
        let authority = Authority(address.lowercased())
        if let name = authority.plainName, name.utf8.count <= longestName { return name }
        return hashedName(authority.text)
    }

    private static func hashedName(_ text: String) -> String {
        let readable = text.utf8.prefix(longestReadablePart).map { byte in
            isHostByte(byte) ? Character(Unicode.Scalar(byte)) : "_"
        }
        let start = readable.firstIndex { $0 != "." && $0 != "-" && $0 != "_" }
        let name = start.map { String(readable[$0...]) } ?? "camera"
        return name + "~" + HexEncoding.encode(SHA256.hash(Array(text.utf8)).prefix(6))
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Host and port of an address, as far as it has them.
    private struct Authority {
        /// Without scheme, path and usual port.
        let text: String
        private let host: String
        private let port: String?

        init(_ address: String) {
            var rest = Substring(address)
            var usualPort = "80"
            for (scheme, port) in [("http://", "80"), ("https://", "443")] where rest.hasPrefix(scheme) {
                rest = rest.dropFirst(scheme.count)
                usualPort = port
                rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            }
            let (host, port) = Self.split(rest)
            self.host = host
            self.port = port == usualPort ? nil : port
            text = self.port.map { host + ":" + $0 } ?? host
        }

        private static func split(_ text: Substring) -> (host: String, port: String?) {
            guard let colon = text.lastIndex(of: ":") else { return (String(text), nil) }
            let isInBrackets = text.hasPrefix("[")
            if !isInBrackets, text.firstIndex(of: ":") != colon { return ("[" + text + "]", nil) }
            if isInBrackets, text.hasSuffix("]") { return (String(text), nil) }
            return (String(text[..<colon]), String(text[text.index(after: colon)...]))
        }

        /// The name that shows host and port as they are, or nil if they are not of the usual kind.
        var plainName: String? {
            guard isPlainHost || isPlainIPv6 else { return nil }
            guard let port else { return host }
            guard let number = Int(port), (1...65_535).contains(number), String(number) == port else { return nil }
            return host + "_" + port
        }

        private var isPlainHost: Bool {
            guard let first = host.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
                return false
            }
            return host.utf8.allSatisfy(isHostByte) && host.utf8.last != UInt8(ascii: ".")
        }

        /// In brackets, perhaps with a zone: `[fe80::1%eth0]`.
        private var isPlainIPv6: Bool {
            guard host.hasPrefix("["), host.hasSuffix("]"), host.utf8.count > 2 else { return false }
            return host.utf8.dropFirst().dropLast().allSatisfy { byte in
                isHostByte(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
            }
        }
    }
}
