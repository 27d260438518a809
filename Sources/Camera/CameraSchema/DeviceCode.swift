/// A `code` of the camera's answer with its meaning.
package struct DeviceCode: Sendable, Hashable {
    /// As the camera writes it: `101`, or hexadecimal `0x40010001`.
    package var code: String
    /// `document`, `firmware` or `field`: the same number can mean different things.
    package var source: String
    package var meaning: String
    package var next: String

    static func number(_ code: String) -> Int? {
        code.hasPrefix("0x") ? Int(code.dropFirst(2), radix: 16) : Int(code)
    }
}

/// What an HTTP status means when a camera sends it.
package struct HTTPStatusMeaning: Sendable, Hashable {
    package var status: Int
    package var meaning: String
    package var next: String
}
