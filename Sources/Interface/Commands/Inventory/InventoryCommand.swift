import CommandLineTool
import Fleet
import Text

/// `camkeep inventory check|list|import|add`
enum InventoryCommand {
    static let command = Command(
        "inventory", abstract: "Check, list and extend the file that names the cameras",
        discussion: """
            The inventory is cameras.json in this folder, or the file that --inventory or CAMKEEP_INVENTORY names: JSON with \
            // comments and trailing commas. It says where each password comes from and never holds one. docs/fleet.md explains it.
            """,
        examples: [
            .init("From a spreadsheet", "camkeep inventory import cameras.csv"),
            .init("One more", "camkeep inventory add yard https://192.168.1.12 --group outside"),
            .init("Who is in a group?", "camkeep inventory list @outside"),
        ],
        exitStatuses: [.success, .usage, ExitStatus(.failure, "A file cannot be read or written.")],
        subcommands: [
            InventoryCheckCommand.command, InventoryListCommand.command, InventoryImportCommand.command,
            InventoryAddCommand.command,
        ])

    /// Adds cameras to the inventory, or makes it, and says so.
    ///
    /// - Throws: ``InventoryError``
    static func add(
        _ entries: [InventoryEntry], to path: String, console: Console
    ) throws(InventoryError) {
        let isNew = try InventoryEditor.add(entries, toFile: path) == .made
        console.note(
            "\(HarmlessText.escaped(path)): \(isNew ? "made with" : "added") "
                + Wording.count(entries.count, "camera"))
    }
}
