import CameraSchema
import CommandLineTool
import Snapshots

/// Which description of the API is used.
enum SchemaOptions {
    static let schema = OptionDeclaration.value(
        "schema", "DIR", kind: .directory,
        help: "Lay the *.json files of this folder over the built-in description of the API, for other firmware.")

    /// The built-in schema with the files of `--schema` over it.
    static func schema(_ values: ParsedValues) throws -> CameraSchema {
        let overlay = try values.path(schema).map(SchemaFolder.files(in:)) ?? []
        return try CameraSchema(files: SchemaFile.embedded + overlay)
    }

    /// What is needed of the schema to tell the difference of two snapshots: the endpoints whose sections differ.
    static func schema(_ values: ParsedValues, describing snapshots: [Snapshot]) throws -> CameraSchema {
        guard values.path(schema) == nil, let first = snapshots.first else { return try schema(values) }
        let names = snapshots.flatMap(\.sections.keys)
        let differing = names.filter { name in snapshots.contains { $0.sections[name] != first.sections[name] } }
        return try CameraSchema.embedded(describing: Set(differing.map { String($0.prefix { $0 != "[" }) }))
    }
}
