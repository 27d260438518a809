/// Why a text is not the JSON that was expected, and where.
package struct JSONError: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        case empty
        /// What stands there, and what JSON wants there.
        case unexpected(found: String, expected: String)
        case endOfText
        case malformedNumber
        case malformedEscape
        case controlCharacter
        /// Neither UTF-8 nor, where that is tolerated, GB18030.
        case malformedText
        case duplicateMember(String)
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        case textAfterEnd
    }

    package let reason: Reason
    /// Counted in bytes from 0.
    package let offset: Int
    /// Counted from 1.
    package let line: Int
    /// Counted in bytes from 1.
    package let column: Int
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        let what =
            switch reason {
            case .empty: "the text is empty"
            case .unexpected(let found, let expected): "found \(found) where \(expected) is expected"
            case .endOfText: "the text ends too early"
            case .malformedNumber: "malformed number"
            case .malformedEscape: "malformed escape in a text"
            case .controlCharacter: "control character in a text"
            case .malformedText: "text that is neither UTF-8 nor GB18030"
            case .duplicateMember(let name): "the member \"\(name)\" appears twice in one object"
            case .tooDeep(let limit): "nested deeper than \(limit) levels"
            case .tooLarge(let limit): "larger than \(limit) bytes"
            case .textAfterEnd: "more text after the end of the document"
            }
        return "\(what) (line \(line), column \(column))"
    }
}
