import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

/// Says values that have no words of their own: texts, and what does not fit its type or the schema does not know.
enum PlainWording {
    /// Of a longer text only the beginning is shown, or the place where two texts begin to differ.
    private static let longest = 80
    private static let leadIn = 12

    static func words(_ change: Change) -> String {
        switch (change.shownOld, change.shownNew) {
        case (nil, let new?): "added: \(text(new))"
        case (let old?, nil): "removed (was \(text(old)))"
        case (.string("")?, let new?): "set to \(text(new)) (was empty)"
        case (let old?, .string("")?): "cleared (was \(text(old)))"
        default: arrow(change)
        }
    }

    static func arrow(_ change: Change) -> String {
        guard let old = change.shownOld, let new = change.shownNew else {
            return "\(change.shownOld.map(text) ?? "nothing") → \(change.shownNew.map(text) ?? "nothing")"
        }
        let (oldText, newText) = (raw(old), raw(new))
        var skipped = 0
        if max(oldText.count, newText.count) > longest {
            skipped = max(0, zip(oldText, newText).prefix { $0 == $1 }.count - leadIn)
        }
        return "\(shown(old, raw: oldText, skipping: skipped)) → \(shown(new, raw: newText, skipping: skipped))"
    }

    /// A canonical value for people.
    static func text(_ value: JSONValue) -> String {
        shown(value, raw: raw(value))
    }

    private static func raw(_ value: JSONValue) -> String {
        switch value {
        case .null: "nothing"
        case .bool(let flag): flag ? "on" : "off"
        case .number(let number): number.text
        case .string(let text): isName(text) ? ChangeWording.bitName(text) : text
        case .array, .object: SecretState(json: value) == nil ? withoutSecrets(value).compactText : "a secret"
        }
    }

    /// A stand-in for a secret holds a digest, which serves comparison and is never shown.
    private static func withoutSecrets(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            SecretState(json: value) == nil
                ? .object(JSONObject(object.map { ($0.key, withoutSecrets($0.value)) })) : "a secret"
        case .array(let items): .array(items.map(withoutSecrets))
        default: value
        }
    }

    /// Times and members of enumerations stand without quotation marks.
    private static func isName(_ text: String) -> Bool {
        TimeOfDay(text) != nil || Enumeration.number(inCanonical: text) != nil
    }

    private static func shown(_ value: JSONValue, raw: String, skipping skipped: Int = 0) -> String {
        var text = raw
        if raw.count - skipped > longest || skipped > 0 {
            let part = raw.dropFirst(skipped)
            text = (skipped > 0 ? "…" : "") + part.prefix(longest) + (part.count > longest ? "…" : "")
        }
        guard let string = value.stringValue, !isName(string) else { return text }
        return text.count < raw.count ? "\"\(text)\" (\(raw.count) characters)" : "\"\(text)\""
    }
}
