import CameraSchema
import CommandLineTool
import Fleet
import Glibc
import Snapshots

/// Where snapshots are kept.
enum StoreOptions {
    static let store = OptionDeclaration.value(
        "store", "DIR", kind: .directory, help: "The folder that holds the snapshots.", defaultValue: "snapshots",
        environment: "CAMKEEP_STORE")

    static func store(_ values: ParsedValues) -> SnapshotStore {
        SnapshotStore(path: values.path(store) ?? "snapshots")
    }
}

/// Which cameras the operator has.
enum InventoryOptions {
    static let inventory = OptionDeclaration.value(
        "inventory", "FILE", kind: .file,
        help: "The file that names the cameras, instead of cameras.json in this folder.",
        environment: "CAMKEEP_INVENTORY")

    /// What a REF may be that names a configuration.
    static let referenceHelp = """
        A configuration: CAMERA, CAMERA@latest, @previous, @~2, @TAG, @2026-11-22, a file, - for standard input, or \
        live:http://HOST or live:NAME for a camera as it is now.
        """

    /// What a TARGET may be, for the help of commands that take one camera.
    static let targetHelp = "The camera: http(s)://HOST[:PORT], or its name in the inventory."

    static func path(_ values: ParsedValues) -> String { values.path(inventory) ?? Inventory.defaultPath }

    /// The inventory; nil if none is named and there is none here.
    ///
    /// - Throws: ``InventoryError``
    static func load(_ values: ParsedValues) throws(InventoryError) -> Inventory? {
        guard let path = values.path(inventory) else {
            return access(Inventory.defaultPath, F_OK) == 0 ? try Inventory(path: Inventory.defaultPath) : nil
        }
        return try Inventory(path: path)
    }

    /// - Throws: ``InventoryError``
    static func resolver(_ values: ParsedValues) throws(InventoryError) -> TargetResolver {
        TargetResolver(try load(values))
    }
}

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

/// Where CamKeep keeps what belongs to the user and not to a store: `$XDG_CONFIG_HOME/camkeep`, usually `~/.config/camkeep`.
enum ConfigurationFolder {
    /// Nil if the environment names neither a configuration folder nor a home.
    static func path(_ file: String, _ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/camkeep/\(file)" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.config/camkeep/\(file)" }
        return nil
    }

    /// Whether the file is there, whether it can be read or not.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        // A link that leads nowhere is a mistake to be reported, not a missing file.
        return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }
}
