/// Reads JSON text.
///
/// Strict reading takes exactly RFC 8259 in UTF-8 and refuses repeated names. Tolerant reading also takes what camera firmware sends
/// (see ``Tolerance``) and says what it tolerated, so that nothing is lost unseen.
package struct JSONReader {
    /// Bounds of what is read.
    package struct Limits: Sendable {
        package var bytes: Int
        package var depth: Int

        /// - Parameters:
        ///   - bytes: size of the whole text
        ///   - depth: levels of objects and lists inside each other
        package init(bytes: Int, depth: Int) {
            self.bytes = bytes
            self.depth = depth
        }
    }

    /// Says of the path of names to a member whether its value is passed over unread.
    package typealias Skip = (_ path: [String]) -> Bool

    /// A value and how its text was written.
    package struct Document: Sendable {
        package let value: JSONValue
        package let tolerated: [Tolerance]
        /// Whether the text is the canonical form of RFC 8785: what ``JSONWriter`` would make of the value, byte for byte.
        package let isCanonical: Bool
        /// Where the members of the outermost object stand: from the quote before the name to the end of the value.
        package let members: [(name: String, bytes: Range<Int>)]
    }

    /// - Parameter skip: members that are left out. What is passed over is not checked: for trusted texts of which a part is needed.
    /// - Throws: ``JSONError`` with the position of the first fault.
    package static func readStrictly(
        _ bytes: [UInt8], limits: Limits, skipping skip: Skip? = nil
    ) throws(JSONError) -> JSONValue {
        var scanner = JSONScanner(bytes, limits: limits, isTolerant: false, skip: skip)
        return try scanner.readDocument().value
    }

    /// Reads strictly, and says how the text is written.
    ///
    /// - Throws: ``JSONError`` with the position of the first fault.
    package static func readStrictDocument(_ bytes: [UInt8], limits: Limits) throws(JSONError) -> Document {
        var scanner = JSONScanner(bytes, limits: limits, isTolerant: false)
        return try scanner.readDocument()
    }

    /// - Throws: ``JSONError`` with the position of the first fault that cannot be tolerated.
    package static func readTolerantly(_ bytes: [UInt8], limits: Limits) throws(JSONError) -> Document {
        var scanner = JSONScanner(bytes, limits: limits, isTolerant: true)
        return try scanner.readDocument()
    }
}

/// A fault of a JSON text that was read all the same.
package struct Tolerance: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case byteOrderMark
        case trailingComma
        /// A name that stands twice in an object: the last value counts.
        case duplicateMember
        case gb18030Text
        /// An unescaped control character in a text.
        case controlCharacter
        /// Zero bytes after the end, as from a buffer that was sent whole.
        case zeroPadding
    }

    package let kind: Kind
    /// The value or the container at fault.
    package let pointer: JSONPointer
}
