import CommandLineTool
import Fleet
import Glibc

/// Which cameras the operator has.
enum InventoryOptions {
    static let inventory = OptionDeclaration.value(
        "inventory", "FILE", kind: .file,
        help: "The file that names the cameras, instead of cameras.json in this folder.",
        environment: "CAMKEEP_INVENTORY")

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
