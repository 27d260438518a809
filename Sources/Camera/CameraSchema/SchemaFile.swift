import CSchemaData

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
