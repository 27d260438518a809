import CameraSchema
import FoundationEssentials

/// The schema files of a folder.
enum SchemaFolder {
    /// All `*.json` files in the order of their names; none when there is no folder.
    ///
    /// - Throws: the file system's error for a folder or file that cannot be read.
    static func files(at path: String?) throws -> [SchemaFile] {
        guard let path else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
        return try names.map { name in
            SchemaFile(name: name, bytes: Array(try Data(contentsOf: URL(filePath: path + "/" + name))))
        }
    }
}
