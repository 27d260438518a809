import CSchemaData
import FoundationEssentials

/// A folder whose files are laid over the built-in schema: `--schema DIR`.
package enum SchemaFolder {
    /// Its `*.json` files in the order of their names. JSON Schemas of CamKeep's own documents (`*.schema.json`) are no part of it.
    ///
    /// - Throws: ``SchemaFolderError`` if the folder or a file cannot be read, or there is no such file.
    package static func files(in folder: String) throws(SchemaFolderError) -> [SchemaFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw SchemaFolderError(folder: folder, reason: "the folder cannot be read")
        }
        let schemaNames = names.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }.sorted()
        guard !schemaNames.isEmpty else {
            throw SchemaFolderError(folder: folder, reason: "there is no *.json file in it")
        }
        var files: [SchemaFile] = []
        for name in schemaNames {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
                throw SchemaFolderError(folder: folder, reason: "\(name) cannot be read")
            }
            files.append(SchemaFile(name: name, bytes: Array(data)))
        }
        return files
    }
}

/// A folder that holds no usable schema.
package struct SchemaFolderError: Error, Sendable, CustomStringConvertible {
    package let folder: String
    package let reason: String

    package var description: String { "\(folder): \(reason)" }
}

/// The bytes of one file of a schema.
package struct SchemaFile: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The files of schema/ that are built into the tool.
    package static var embedded: [SchemaFile] {
        embedded { _ in true }
    }

    /// Those of the built-in files whose name is wanted.
    static func embedded(where isWanted: (String) -> Bool) -> [SchemaFile] {
        (0..<camkeep_schema_file_count()).compactMap { position in
            let file = camkeep_schema_file_at(position)
            let name = String(cString: file.name)
            guard isWanted(name) else { return nil }
            return SchemaFile(name: name, bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }
}
