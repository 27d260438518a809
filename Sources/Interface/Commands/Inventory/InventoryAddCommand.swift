import CommandLineTool
import Fleet

/// `camkeep inventory add NAME ADDRESS`
struct InventoryAddCommand {
    private static let name = ArgumentDeclaration("NAME", help: "What the store and messages call the camera.")
    private static let address = ArgumentDeclaration(
        "ADDRESS", kind: .reference("target"), help: "http(s)://HOST[:PORT]")
    private static let group = OptionDeclaration.repeated(
        "group", "NAME", kind: .reference("group"), help: "A group of the camera.")
    private static let model = OptionDeclaration.value("model", "TEXT", help: "The model, for people.")
    private static let user = OptionDeclaration.value("user", short: "u", "NAME", help: "The user to log in as.")
    private static let passwordFrom = OptionDeclaration.value(
        "password-from", "KIND:VALUE",
        help: "Where its password comes from: environment:NAME, file:PATH, command:LINE, sealed:PATH or vault.")

    static let command = Command(
        "add", abstract: "Add a camera to the inventory",
        discussion: "Everything else in the file stays as it is, comments included. The file is made if there is none.",
        arguments: [name, address], options: [InventoryOptions.inventory, group, model, user, passwordFrom],
        examples: [
            .init("One more camera", "camkeep inventory add yard https://192.168.1.12 --group outside"),
            .init(
                "With a password of its own",
                "camkeep inventory add gate http://192.168.1.13 --password-from file:gate.pw"),
        ],
        exitStatuses: [.success, .usage],
        run: { values, console in
            let options = try Options(values)
            try InventoryCommand.add([options.entry], to: options.inventory.file, console: console)
            return .success
        })

    struct Options {
        let entry: InventoryEntry
        let inventory: InventorySource

        init(_ values: ParsedValues) throws(UsageFault) {
            var entry = InventoryEntry(name: values.string(name) ?? "", address: values.string(address) ?? "")
            entry.groups = values.strings(group)
            entry.model = values.string(model)
            entry.user = values.string(user)
            if let text = values.string(passwordFrom) { entry.password = try source(text) }
            self.entry = entry
            inventory = InventoryOptions.source(values)
        }
    }

    private static func source(_ text: String) throws(UsageFault) -> PasswordSource {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count == 2 ? parts[1] : nil) {
        case ("environment", let value?): return .environment(value)
        case ("file", let value?): return .file(value)
        case ("command", let value?): return .command(value)
        case ("sealed", let value?): return .sealed(value)
        case ("vault", nil): return .vault(camera: "", groups: [])
        default:
            // Not repeated: it may be a password.
            throw UsageFault(
                description: "--password-from does not understand this source",
                hint: "it takes environment:NAME, file:PATH, command:LINE, sealed:PATH or vault")
        }
    }
}
