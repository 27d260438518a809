/// Cuts texts that are longer than a person reads, and says how much is missing.
enum ShortText {
    static func shortened(_ text: String, to limit: Int) -> String {
        // Most texts are short; counting the bytes is free.
        guard text.utf8.count > limit else { return text }
        let scalars = text.unicodeScalars
        guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            cut != scalars.endIndex
        else { return text }
        return "\(text[..<cut])… (cut: \(scalars[cut...].count) more characters)"
    }

    /// The beginning, with an ellipsis if something was left out.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit)
        return scalars.endIndex == text.unicodeScalars.endIndex ? text : "\(Substring(scalars))…"
    }
}
