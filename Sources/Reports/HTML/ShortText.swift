import JSONTree
import SemanticDiff

/// Cuts texts that are longer than a person reads, and says how much is missing.
enum ShortText {
    /// Unicode scalars of one value: two of them fit into a sentence.
    private static let longestValue = 400
    /// Members and items of one value that a sentence may name.
    private static let longestList = 40

    static func shortened(_ text: String, to limit: Int) -> String {
        // Most texts are short; counting the bytes is free.
        guard text.utf8.count > limit else { return text }
        let scalars = text.unicodeScalars
        guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            cut != scalars.endIndex
        else { return text }
        return "\(text[..<cut])… (cut: \(scalars[cut...].count) more characters)"
    }

    /// The change with values and titles that fit into a sentence.
    static func shortened(_ change: Change) -> Change {
        var change = change
        change.titles = change.titles.map { shortened($0, to: longestValue) }
        change.old = change.old.map(shortened)
        change.new = change.new.map(shortened)
        return change
    }

    static func shortened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(shortened(text, to: longestValue))
        case .array(let items):
            let rest = items.count - longestList
            return .array(items.prefix(longestList).map(shortened) + (rest > 0 ? [.string("… \(rest) more")] : []))
        case .object(let object):
            let rest = object.count - longestList
            var members = object.prefix(longestList).map { member in
                (shortened(member.key, to: longestValue), shortened(member.value))
            }
            if rest > 0 { members.append(("…", .string("\(rest) more"))) }
            return .object(JSONObject(members))
        default: return value
        }
    }
}
