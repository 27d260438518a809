import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

/// The values of an item or section that was added or removed, folded away under the sentence that says so.
enum HTMLItemValues {
    private static let mostRows = 100

    static func nodes(_ change: Change) -> [HTMLNode] {
        switch change.detail {
        case .item, .section: break
        default: return []
        }
        guard change.kind == .added || change.kind == .removed, let value = change.new ?? change.old else { return [] }
        var rows: [(path: String, text: String)] = []
        collect(value, at: "", into: &rows)
        guard !rows.isEmpty else { return [] }
        let more: [HTMLNode] =
            rows.count > mostRows ? [.tag("p", class: "note", "Only the first \(mostRows) values are shown.")] : []
        return [
            .tag(
                "details", class: "values",
                [
                    .tag("summary", change.kind == .added ? "Its values" : "What it was"),
                    .tag(
                        "table",
                        [
                            .tag(
                                "thead", class: "hidden",
                                [.tag("tr", ["Field", "Value"].map { .tag("th", attributes: ["scope": "col"], $0) })]),
                            .tag("tbody", rows.prefix(mostRows).map(row)),
                        ]),
                ] + more)
        ]
    }

    private static func row(_ row: (path: String, text: String)) -> HTMLNode {
        .tag("tr", [.tag("th", attributes: ["scope": "row"], row.path), .tag("td", row.text)])
    }

    /// The plain values inside, in the order of the document. A secret's stand-in counts as one, although it is an object.
    private static func collect(
        _ value: JSONValue, at path: String, into rows: inout [(path: String, text: String)]
    ) {
        guard rows.count <= mostRows else { return }
        switch value {
        case .object(let object) where SecretState(json: value) == nil:
            for (key, member) in object { collect(member, at: path.isEmpty ? key : "\(path) / \(key)", into: &rows) }
        case .array(let items) where items.contains(where: { $0.objectValue != nil || $0.arrayValue != nil }):
            for (position, item) in items.enumerated() {
                collect(item, at: path.isEmpty ? "\(position + 1)" : "\(path) / \(position + 1)", into: &rows)
            }
        case .array(let items):
            let texts = items.prefix(mostRows).map { bit($0) ?? ChangeWording.text($0) }
            rows.append((path, texts.isEmpty ? "none" : texts.joined(separator: ", ")))
        case .null: break
        default: rows.append((path.isEmpty ? "value" : path, ChangeWording.text(value)))
        }
    }

    /// `FTP`, of the bitmask's `FTP (bit 3)`.
    private static func bit(_ item: JSONValue) -> String? {
        guard let text = item.stringValue, Enumeration.bit(inCanonical: text) != nil else { return nil }
        return ChangeWording.bitName(text)
    }
}
