import CameraSchema
import CommandLineTool
import Snapshots

/// A description of the API that is read when it is needed: reading it takes longer than the rest of a short command.
struct SchemaSource: Sendable {
    /// The folder whose `*.json` files lie over the built-in ones; nil for the built-in ones alone.
    let overlay: String?

    /// - Throws: ``SchemaFolderError``, ``SchemaError``
    func load() throws -> CameraSchema {
        try CameraSchema(files: SchemaFile.embedded + overlayFiles())
    }

    /// The files that lie over the built-in ones.
    ///
    /// - Throws: ``SchemaFolderError``
    func overlayFiles() throws -> [SchemaFile] {
        try overlay.map(SchemaFolder.files(in:)) ?? []
    }

    /// What is needed of the schema to describe the difference of two snapshots: the endpoints whose sections differ.
    ///
    /// - Throws: ``SchemaFolderError``, ``SchemaError``
    func load(describing old: Snapshot, _ new: Snapshot) throws -> CameraSchema {
        guard overlay == nil else { return try load() }
        let differing =
            old.sections.keys.filter { old.sections[$0] != new.sections[$0] }
            + new.sections.keys.filter { old.sections[$0] == nil }
        return try CameraSchema.embedded(describing: Set(differing.map { SectionName($0)?.endpoint ?? $0 }))
    }
}

extension SchemaOptions {
    static func source(_ values: ParsedValues) -> SchemaSource {
        SchemaSource(overlay: values.path(schema))
    }
}
