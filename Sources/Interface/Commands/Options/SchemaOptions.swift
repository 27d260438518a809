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
    static func schema(_ values: ParsedValues, describing old: Snapshot, _ new: Snapshot) throws -> CameraSchema {
        guard values.path(schema) == nil else { return try schema(values) }
        let differing =
            old.sections.keys.filter { old.sections[$0] != new.sections[$0] }
            + new.sections.keys.filter { old.sections[$0] == nil }
        return try CameraSchema.embedded(describing: Set(differing.map { SectionName($0)?.endpoint ?? $0 }))
    }
}
