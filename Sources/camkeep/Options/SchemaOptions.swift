import CameraSchema
import CommandLineTool
import FoundationEssentials
import Snapshots

/// Which description of the API is used.
enum SchemaOptions {
    static let schema = OptionDeclaration.value(
        "schema", "DIR", kind: .directory,
        help: "Lay the *.json files of this folder over the built-in description of the API, for other firmware.")

    /// The built-in schema with the files of `--schema` over it.
    static func schema(_ values: ParsedValues) throws -> CameraSchema {
        let overlay = try values.path(schema).map(files) ?? []
        return try CameraSchema(files: SchemaFile.embedded + overlay)
    }

    /// What is needed of the schema to tell the difference of two snapshots: the endpoints whose sections differ.
    static func schema(_ values: ParsedValues, describing snapshots: [Snapshot]) throws -> CameraSchema {
        guard values.path(schema) == nil, let first = snapshots.first else { return try schema(values) }
        let names = snapshots.flatMap(\.sections.keys)
        let differing = names.filter { name in snapshots.contains { $0.sections[name] != first.sections[name] } }
        return try CameraSchema.embedded(describing: Set(differing.map { String($0.prefix { $0 != "[" }) }))
    }

    /// The schema files of a folder, in the order of their names.
    static func files(in folder: String) throws -> [SchemaFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw SchemaFolderError(folder: folder, reason: "the folder cannot be read")
        }
        let schemaNames = names.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }.sorted()
        guard !schemaNames.isEmpty else {
            throw SchemaFolderError(folder: folder, reason: "there is no *.json file in it")
        }
        return try schemaNames.map { name in
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
                throw SchemaFolderError(folder: folder, reason: "\(name) cannot be read")
            }
            return SchemaFile(name: name, bytes: Array(data))
        }
    }
}

/// A folder that holds no usable schema.
struct SchemaFolderError: Error, CustomStringConvertible {
    let folder: String
    let reason: String

    var description: String { "\(folder): \(reason)" }
}
