import CommandLineTool
import Fleet

/// `camkeep inventory import FILE.csv`
struct InventoryImportCommand {
    private static let table = ArgumentDeclaration("FILE.csv", kind: .file, help: "The table.")

    static let command = Command(
        "import", abstract: "Add the cameras of a CSV table",
        discussion: """
            The first row names the columns: name, address, groups, model, user, password-environment, password-file; only \
            address is needed. Commas, semicolons or tabs separate the cells, spaces or commas the groups within their cell. An \
            address without http:// or https:// is taken as http://.

            The inventory is made if there is none. If any row is wrong, nothing is added.
            """,
        arguments: [table], options: [InventoryOptions.inventory],
        examples: [.init("From a spreadsheet", "camkeep inventory import cameras.csv")],
        exitStatuses: [.success, .usage],
        run: { values, console in try run(Options(values), console) })

    struct Options {
        let table: String
        let inventory: InventorySource

        init(_ values: ParsedValues) {
            table = values.string(InventoryImportCommand.table) ?? ""
            inventory = InventoryOptions.source(values)
        }
    }

    private static func run(_ options: Options, _ console: Console) throws -> ExitCode {
        let entries = try CameraTable(path: options.table).entries
        guard !entries.isEmpty else {
            throw UsageFault(
                description: "\(options.table) has no cameras",
                hint: "each camera needs a row below the names of the columns")
        }
        try InventoryCommand.add(entries, to: options.inventory.file, console: console)
        return .success
    }
}
