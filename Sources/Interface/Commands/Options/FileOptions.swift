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

    static func source(_ values: ParsedValues) -> InventorySource { InventorySource(path: values.path(inventory)) }

    /// - Throws: ``InventoryError``
    static func resolver(_ values: ParsedValues) throws(InventoryError) -> TargetResolver {
        try source(values).resolver()
    }
}

/// An inventory that is read when it is needed.
struct InventorySource: Sendable {
    /// The file that the command line or the environment names; nil for the usual one.
    let path: String?

    /// Where the inventory is, or is to be made.
    var file: String { path ?? Inventory.defaultPath }

    /// The inventory; nil if none is named and there is none at the usual place.
    ///
    /// - Throws: ``InventoryError``
    func load() throws(InventoryError) -> Inventory? {
        path == nil && access(file, F_OK) != 0 ? nil : try required()
    }

    /// - Throws: ``InventoryError``, also if there is no such file
    func required() throws(InventoryError) -> Inventory { try Inventory(path: file) }

    /// Finds the cameras that a command line names, by the inventory if there is one.
    ///
    /// - Throws: ``InventoryError``
    func resolver() throws(InventoryError) -> TargetResolver { TargetResolver(try load()) }
}

/// Which description of the API is used.
enum SchemaOptions {
    static let schema = OptionDeclaration.value(
        "schema", "DIR", kind: .directory,
        help: "Lay the *.json files of this folder over the built-in description of the API, for other firmware.")

    static func source(_ values: ParsedValues) -> SchemaSource { SchemaSource(overlay: values.path(schema)) }

    /// The built-in schema with the files of `--schema` over it.
    static func schema(_ values: ParsedValues) throws -> CameraSchema { try source(values).load() }
}

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
