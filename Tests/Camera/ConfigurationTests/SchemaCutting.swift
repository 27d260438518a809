import CameraSchema
import JSONTree
import TestSupport

/// One endpoint of the schema as a file of its own, with what it refers to: small enough to be loaded once per field.
struct EndpointFile {
    let name: String
    private(set) var root: JSONValue

    /// All members of that kind in all files, by name.
    private struct Parts {
        var endpoints = JSONObject()
        var structures = JSONObject()
        var enumerations = JSONObject()
    }

    static let all: [EndpointFile] = {
        let parts = collect(SchemaFile.embedded)
        return parts.endpoints.map { EndpointFile($0.key, $0.value, parts) }
    }()

    private static func collect(_ files: [SchemaFile]) -> Parts {
        files.reduce(into: Parts()) { parts, file in
            let limits = JSONReader.Limits(bytes: 1 << 20, depth: 64)
            guard let root = try? JSONReader.readStrictly(file.bytes, limits: limits) else { return }
            for (name, value) in root["endpoints"]?.objectValue ?? JSONObject() { parts.endpoints[name] = value }
            for (name, value) in root["structures"]?.objectValue ?? JSONObject() { parts.structures[name] = value }
            for (name, value) in root["enumerations"]?.objectValue ?? JSONObject() { parts.enumerations[name] = value }
        }
    }

    private init(_ name: String, _ endpoint: JSONValue, _ parts: Parts) {
        self.name = name
        var endpoint = endpoint.objectValue ?? JSONObject()
        // References to other endpoints, which this file does not hold; the proof is about fields.
        for member in ["after", "capability", "commands", "scope"] { endpoint[member] = nil }
        if endpoint["selector"]?["bits"] != nil { endpoint["selector"] = nil }
        var structures = JSONObject()
        var texts = Self.texts(in: .object(endpoint))
        while let next = texts.first(where: { parts.structures[$0] != nil && structures[$0] == nil }) {
            structures[next] = parts.structures[next]
            texts.formUnion(parts.structures[next].map(Self.texts) ?? [])
        }
        let enumerations = JSONObject(parts.enumerations.filter { texts.contains($0.key) }.map { ($0.key, $0.value) })
        root = [
            "format": 1, "structures": .object(structures), "enumerations": .object(enumerations),
            "endpoints": .object(JSONObject([(name, .object(endpoint))])),
        ]
    }

    private static func texts(in value: JSONValue) -> Set<String> {
        switch value {
        case .string(let text): [text]
        case .array(let items): items.reduce(into: []) { $0.formUnion(texts(in: $1)) }
        case .object(let object): object.reduce(into: []) { $0.formUnion(texts(in: $1.value)) }
        default: []
        }
    }

    func load() throws -> Endpoint? {
        let file = SchemaFile(name: name, bytes: JSONWriter.compact(root))
        return try CameraSchema(files: [file]).endpoints[name]
    }

    func removing(_ place: JSONPointer) -> EndpointFile {
        var copy = self
        copy.root = root.removing([place])
        return copy
    }

    /// The places of the endpoint's own fields.
    var ownFields: [JSONPointer] {
        let place = JSONPointer(["endpoints", name])
        return Self.fields(in: root[place], place)
    }

    /// The places of the fields of the structures that the endpoint uses.
    var sharedFields: [JSONPointer] {
        let place = JSONPointer(["structures"])
        return (root["structures"]?.objectValue ?? JSONObject()).flatMap { name, structure in
            Self.members(structure, place.appending(name))
        }
    }

    private static func fields(in value: JSONValue?, _ place: JSONPointer) -> [JSONPointer] {
        var places: [JSONPointer] = []
        if let fields = value?["fields"] { places += members(fields, place.appending("fields")) }
        for name in ["data", "items"] {
            if let inner = value?[name] { places += self.fields(in: inner, place.appending(name)) }
        }
        return places
    }

    private static func members(_ value: JSONValue, _ place: JSONPointer) -> [JSONPointer] {
        (value.objectValue ?? JSONObject()).flatMap { name, field in
            [place.appending(name)] + fields(in: field, place.appending(name))
        }
    }
}
