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
        (0..<camkeep_schema_file_count()).map { position in
            let file = camkeep_schema_file_at(position)
            return SchemaFile(
                name: String(cString: file.name),
                bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }
}
