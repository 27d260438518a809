import CameraSchema
import Configuration
import Cryptography
import JSONTree
import TestSupport

/// Compares the schema's description of an endpoint with what the vendor's document lists for it.
/// Everything in the document must be a field, or be left out with a reason.
struct Accounting {
    let endpoint: Endpoint
    let document: DocumentedEndpoint

    /// Members of every message, which are no field of any endpoint.
    private static let envelope: Set<String> = ["action", "code", "msg"]

    /// What the schema does not account for, one sentence each.
    var findings: [String] {
        actions + rows + staleReasons + missingExamples + otherMessages + endpoint.examples.flatMap(findings)
    }

    private var actions: [String] {
        // The document names no action for the heart-beat alone.
        guard !document.actions.isEmpty else { return [] }
        let known = Set(endpoint.actions.map(\.rawValue))
        return known == Set(document.actions) ? [] : ["the actions differ: \(known.sorted())"]
    }

    // MARK: Rows of the parameter tables

    private var rows: [String] {
        document.rows.filter { !isNamed($0.name) && endpoint.leftOut[$0.name] == nil || !isInItsGroup($0) }
            .map { "no field: row \($0.name)" }
    }

    private var staleReasons: [String] {
        let rows = Set(document.rows.map(\.name))
        return endpoint.leftOut.keys.sorted().compactMap { name in
            if !rows.contains(name) { return "left out, but no row: \(name)" }
            return isNamed(name) ? "left out, but also a field: \(name)" : nil
        }
    }

    private func isNamed(_ row: String) -> Bool {
        Self.envelope.contains(row) || encryptionNames.contains(row) || Self.leads(row.split(separator: "."), to: all)
    }

    private func isInItsGroup(_ row: DocumentedEndpoint.Row) -> Bool {
        guard let group = row.group, endpoint.leftOut[row.name] == nil else { return true }
        return Self.leads([Substring(group), Substring(row.name)], to: all)
    }

    private var encryptionNames: Set<String> {
        Set(endpoint.encryption.values.flatMap(\.all).map { $0.filter { $0 != " " } })
    }

    private var all: [Field] { Self.inside(endpoint.data) }

    /// The fields at any depth below.
    private static func inside(_ field: Field) -> [Field] {
        switch field.type {
        case .object(let fields): fields + fields.flatMap(inside)
        case .list(let item, _): inside(item)
        default: []
        }
    }

    /// Whether a dotted name leads to a field: `timerCapture.enable`.
    private static func leads(_ steps: [Substring], to fields: [Field]) -> Bool {
        guard let first = steps.first else { return true }
        return fields.contains { field in
            guard names(of: field).contains(String(first)) else { return false }
            return steps.count == 1 || leads(Array(steps.dropFirst()), to: inside(field))
        }
    }

    private static func names(of field: Field) -> Set<String> {
        let own = [field.name, field.wireName.get, field.wireName.set] + field.alsoNamed
        let composite =
            switch field.type {
            case .grid(let shape): [shape.delimiterName, shape.areaName]
            case .geometry(let shape): shape.members
            default: [String]()
            }
        return Set((own + composite).map { $0.filter { $0 != " " } })
    }

    // MARK: Examples

    /// A get's answer and a set's or delete's request stand in the schema, value for value.
    private var missingExamples: [String] {
        let known = Set(endpoint.examples.map { "\($0.action.rawValue) \(Self.digest(of: $0.data))" })
        return document.examples.filter { $0.isRequest == ($0.action != "get") }
            .filter { !known.contains("\($0.action) \($0.sha256)") }
            .map { "the schema lacks an example of \($0.action)" }
    }

    /// A get's request and a set's answer: their members are arguments or fields.
    private var otherMessages: [String] {
        let arguments = Set((endpoint.arguments?.names ?? []) + [endpoint.selector?.argument].compactMap { $0 })
        return document.examples.filter { $0.isRequest == ($0.action == "get") }.flatMap(\.members).compactMap {
            place in
            let name = String(place.dropFirst().filter { $0 != " " })
            return arguments.contains(name) || isNamed(name) || endpoint.leftOut[name] != nil
                ? nil : "no argument and no field: \(name)"
        }
    }

    static func digest(of data: JSONValue) -> String {
        HexEncoding.encode(SHA256.hash(JSONWriter.canonical(data)))
    }

    /// The example holds nothing that the schema does not know, fits its types, and comes back from its canonical form.
    private func findings(_ example: Endpoint.Example) -> [String] {
        // A delete has no fields, and a set that only acts sends null.
        guard example.action != .delete, example.data != .null else { return [] }
        let direction: Direction = example.action == .set ? .set : .get
        let section = Normalizer.normalize(example.data, of: endpoint, direction) { $0 }
        var findings = section.undocumented.keys.sorted().map { "no field: \(example.action) \($0)" }
        findings += section.wire.plain.sorted().map { "not of its type: \(example.action) \($0)" }
        var expected = example.data
        if var object = expected.objectValue {
            for name in endpoint.encryption[direction]?.all ?? [] { object[name] = nil }
            expected = .object(object)
        }
        if (try? WireEncoder.encode(section, of: endpoint, direction)) != expected {
            findings.append("the example of \(example.action) does not come back")
        }
        return findings
    }
}
