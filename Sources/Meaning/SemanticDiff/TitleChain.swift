/// Joins the titles of containers and a field so that nothing is said twice: `RTSP`, `RTSP`, `RTSP port` is `RTSP port`.
enum TitleChain {
    static func joined(_ titles: [String]) -> String {
        var kept: [String] = []
        for title in titles where !title.isEmpty {
            guard let last = kept.last else {
                kept.append(title)
                continue
            }
            if begins(title, with: last) {
                kept[kept.count - 1] = title
            } else if !isNumbered(last, title) {
                kept.append(title)
            }
        }
        return (kept.prefix(1) + kept.dropFirst().map(insideSentence)).joined(separator: ": ")
    }

    /// Whether the first words of a title are the other title.
    private static func begins(_ title: String, with other: String) -> Bool {
        guard title.count >= other.count, title.lowercased().hasPrefix(other.lowercased()) else { return false }
        let rest = title.dropFirst(other.count)
        return rest.isEmpty || rest.first == " "
    }

    /// Whether a title is the other one with a number: an item of a list beside the field that it consists of.
    private static func isNumbered(_ title: String, _ other: String) -> Bool {
        begins(title, with: other) && title.dropFirst(other.count).allSatisfy { $0 == " " || $0.isNumber }
    }

    /// With a small first letter, unless the first word is a name: `encoding`, but `NTP server`, `Wi-Fi` and `2D`.
    private static func insideSentence(_ title: String) -> String {
        let word = title.prefix { $0 != " " }.dropFirst()
        guard let first = title.first, word.first?.isLowercase ?? false, !word.contains(where: \.isUppercase) else {
            return title
        }
        return first.lowercased() + title.dropFirst()
    }
}
