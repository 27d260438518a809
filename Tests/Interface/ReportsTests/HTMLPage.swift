/// A page read strictly: every element is closed in order, attributes are quoted, and text has no bare `<`, `>` or `&`.
struct HTMLPage {
    struct Element {
        let name: String
        let attributes: [String: String]
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var elements: [Element] = []
    /// All text but the style sheet, references resolved.
    private(set) var text = ""
    private var open: [String] = []
    private var rest: Substring

    init(_ page: String) throws {
        rest = page[...]
        guard rest.hasPrefix("<!DOCTYPE html>\n") else { throw Malformed(description: "no document type") }
        rest = rest.dropFirst(16)
        while let character = rest.first {
            if character == "<" { try readTag() } else { text += try readText(until: "<") }
        }
        guard open.isEmpty else { throw Malformed(description: "never closed: \(open)") }
    }

    func elements(_ name: String) -> [Element] {
        elements.filter { $0.name == name }
    }

    private mutating func readTag() throws {
        guard let end = rest.firstIndex(of: ">") else { throw Malformed(description: "a tag does not end") }
        var tag = rest[..<end].dropFirst()
        rest = rest[end...].dropFirst()
        if tag.first == "/" {
            guard open.popLast() == String(tag.dropFirst()) else {
                throw Malformed(description: "</\(tag)> closes nothing")
            }
            return
        }
        let name = tag.prefix { $0.isLetter || $0.isNumber }
        tag = tag.dropFirst(name.count)
        var attributes: [String: String] = [:]
        while !tag.isEmpty {
            guard tag.first == " ", let equals = tag.firstIndex(of: "=") else {
                throw Malformed(description: "<\(name) has \(tag)")
            }
            let key = tag[..<equals].dropFirst()
            let quoted = tag[equals...].dropFirst()
            guard quoted.first == "\"", let close = quoted.dropFirst().firstIndex(of: "\""),
                key.allSatisfy({ $0.isLetter || $0 == "-" || $0.isNumber }), attributes[String(key)] == nil
            else { throw Malformed(description: "<\(name) has the attribute \(key)") }
            attributes[String(key)] = try Self.resolved(quoted.dropFirst()[..<close])
            tag = quoted[close...].dropFirst()
        }
        elements.append(Element(name: String(name), attributes: attributes))
        if ["meta", "input"].contains(name) { return }
        open.append(String(name))
        if name == "style", let close = rest.firstRange(of: "</style>") { rest = rest[close.lowerBound...] }
    }

    private mutating func readText(until mark: Character) throws -> String {
        let text = rest.prefix { $0 != mark }
        rest = rest.dropFirst(text.count)
        return try Self.resolved(text)
    }

    private static let references = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "lrm": "\u{200E}",
    ]

    private static func resolved(_ text: Substring) throws -> String {
        guard !text.contains("<"), !text.contains(">") else { throw Malformed(description: "bare markup in \(text)") }
        var result = ""
        for (position, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
            guard position > 0 else {
                result += part
                continue
            }
            guard let end = part.firstIndex(of: ";"), let character = references[String(part[..<end])] else {
                throw Malformed(description: "a bare & before \(part.prefix(20))")
            }
            result += character + part[end...].dropFirst()
        }
        return result
    }
}
