import CommandLineTool
import Fleet

/// `camkeep inventory import FILE.csv`
enum InventoryImportCommand {
    private static let table = ArgumentDeclaration("FILE.csv", kind: .file, help: "The table.")

    static let command = Command(
        "import", abstract: "Add the cameras of a CSV table",
        discussion: """
            The first row names the columns: name, address, groups, model, user, password-environment, password-file; only \
            address is needed. Cells are parted by commas, semicolons or tabs, groups by spaces or commas within their cell. An \
            address without http:// or https:// is taken as http://.

            The inventory is made if it is not there. If any row is wrong, nothing is added.
            """,
        arguments: [table], options: [InventoryOptions.inventory],
        examples: [.init("From a spreadsheet", "camkeep inventory import cameras.csv")],
        exitStatuses: [.success, .usage],
        run: { values, console in
            let path = values.string(table) ?? ""
            let entries = try CameraTable(path: path).entries
            guard !entries.isEmpty else {
                throw UsageFault(
                    description: "\(path) has no cameras", hint: "below the names of the columns comes a row for each")
            }
            try InventoryCommand.extend(values, console, with: entries)
            return .success
        })
}
