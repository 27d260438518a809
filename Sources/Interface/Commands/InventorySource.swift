import CommandLineTool
import Fleet
import Glibc

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
        path == nil && access(file, F_OK) != 0 ? nil : try require()
    }

    /// - Throws: ``InventoryError``, also if there is no such file
    func require() throws(InventoryError) -> Inventory { try Inventory(path: file) }
}

extension InventoryOptions {
    static func source(_ values: ParsedValues) -> InventorySource {
        InventorySource(path: values.path(inventory))
    }
}
