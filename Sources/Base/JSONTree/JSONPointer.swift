/// A place in a JSON document (RFC 6901): `/streams/0/width`. The empty pointer is the whole document.
package struct JSONPointer: Sendable, Hashable {
    /// The unescaped names and list positions.
    package var steps: [String]

    package init(_ steps: [String] = []) {
        self.steps = steps
    }

    /// Nil if the text neither is empty nor begins with `/`, or has a `~` that is no escape.
    package init?(_ text: String) {
        guard !text.isEmpty else {
            steps = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        steps = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let step = Self.unescape(Substring(part)) else { return nil }
            steps.append(step)
        }
    }

    package func appending(_ step: String) -> JSONPointer {
        JSONPointer(steps + [step])
    }

    package func appending(_ position: Int) -> JSONPointer {
        appending(String(position))
    }

    /// Whether the other place is this one or lies inside it.
    package func contains(_ other: JSONPointer) -> Bool {
        other.steps.count >= steps.count && zip(steps, other.steps).allSatisfy { $0 == $1 }
    }

    private static func unescape(_ part: Substring) -> String? {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
        var result = String.UnicodeScalarView()
        var scalars = part.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "~" else {
                result.append(scalar)
                continue
            }
            switch scalars.next() {
            case "0": result.append("~")
            case "1": result.append("/")
            default: return nil
            }
        }
        return String(result)
    }
}

extension JSONPointer: CustomStringConvertible {
    package var description: String {
        steps.map { "/" + Self.escape($0) }.joined()
    }

    private static func escape(_ step: String) -> String {
        guard step.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return step }
        return step.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }
}

extension JSONPointer: Comparable {
    /// In document order of canonical JSON: step by step, numbers by value and before names.
    package static func < (left: JSONPointer, right: JSONPointer) -> Bool {
        for (left, right) in zip(left.steps, right.steps) where left != right {
            switch (Int(left), Int(right)) {
            case (let leftNumber?, let rightNumber?) where leftNumber != rightNumber: return leftNumber < rightNumber
            case (_?, nil): return true
            case (nil, _?): return false
            default: return left.precedesInCanonicalOrder(right)
            }
        }
        return left.steps.count < right.steps.count
    }
}
