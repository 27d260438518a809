package import Cryptography

/// A complete answer of a server, whatever its status. Redirects arrive here as any other status: they are not followed.
package struct HTTPResponse: Sendable {
    /// The status code, such as 200.
    package let status: Int
    /// The header fields in the order received; text that is not UTF-8 has replacement characters.
    package let headers: [HTTPHeader]
    /// The body as received, without transfer coding.
    package let body: [UInt8]
    /// The key that the server proved to hold, on `https` with `.pinned` or `.recordKey`; else nil.
    package let serverKey: PublicKeyPin?
    /// Whether the call went over a connection kept from an earlier one.
    package let connectionReused: Bool

    package init(
        status: Int, headers: [HTTPHeader], body: [UInt8], serverKey: PublicKeyPin? = nil,
        connectionReused: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.serverKey = serverKey
        self.connectionReused = connectionReused
    }

    /// The values of all fields of this name, which is compared without regard to case.
    package func values(ofHeader name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// The value of the first field of this name, which is compared without regard to case.
    package func value(ofHeader name: String) -> String? {
        values(ofHeader: name).first
    }
}
