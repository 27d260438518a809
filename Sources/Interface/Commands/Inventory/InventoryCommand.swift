import CameraClient
import CameraWalk
import CommandLineTool
import Cryptography
import Fleet
import Glibc
import JSONTree
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
        subcommands: [check, list, InventoryImportCommand.command, InventoryAddCommand.command])

    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    private static let check = Command(
        "check", abstract: "Say what is wrong in the inventory",
        discussion: """
            Tells every mistake with its line and column, and warns of files and variables for passwords that are not there.
            """,
        options: [InventoryOptions.inventory, SchemaOptions.schema], exitStatuses: [.success, .usage],
        run: { values, console in
            let inventory = try Inventory(path: InventoryOptions.path(values))
            let schema = try SchemaOptions.schema(values)
            let patterns = Set(inventory.cameras.flatMap(\.except)).sorted()
            if let stray = SectionFilter(except: patterns).strayPatterns(schema).first {
                throw UsageFault(
                    description: "\(inventory.path): no section fits the pattern \(stray) of \"except\"",
                    hint: "camkeep schema list shows them all")
            }
            for camera in inventory.cameras {
                do throws(CloneTemplate.Fault) {
                    _ = try CloneTemplate.identity(of: camera, schema)
                } catch {
                    throw UsageFault(
                        description: "\(inventory.path): \(error)",
                        hint: "camkeep schema show lists the fields of a section")
                }
            }
            var warned: Set<PasswordSource> = []
            for source in inventory.cameras.compactMap(\.password) where warned.insert(source).inserted {
                if let problem = problem(source, console) { console.warn(HarmlessText.escaped(problem)) }
            }
            console.note(
                "\(HarmlessText.escaped(inventory.path)): \(Wording.count(inventory.cameras.count, "camera")), "
                    + Wording.count(inventory.groups.count, "group"))
            return .success
        })

    private static func problem(_ source: PasswordSource, _ console: Console) -> String? {
        switch source {
        case .environment(let name):
            console.environment[name]?.isEmpty ?? true ? "the variable \(name) for passwords is not set" : nil
        case .file(let path), .sealed(let path):
            access(path, R_OK) == 0 ? nil : "\(path) cannot be read: \(SystemMessage.text(errno))"
        case .command, .vault: nil
        }
    }

    private static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: "Names, @groups or patterns; without one all cameras.",
        count: .any)

    private static let list = Command(
        "list", abstract: "List the cameras of the inventory", arguments: [targets],
        options: [InventoryOptions.inventory, json], exitStatuses: [.success, .usage],
        run: { values, console in
            let inventory = try Inventory(path: InventoryOptions.path(values))
            let texts = values.strings(targets)
            let cameras =
                texts.isEmpty
                ? inventory.cameras : try TargetResolver(inventory).targets(texts).compactMap(\.camera)
            let nameWidth = cameras.map { DisplayWidth.of($0.name) }.max() ?? 0
            let addressWidth = cameras.map { $0.target.description.utf8.count }.max() ?? 0
            for camera in cameras {
                if values.isSet(json) {
                    console.print(json: object(camera))
                } else {
                    let groups = camera.groups.map { "@" + $0 }.joined(separator: " ")
                    let line =
                        DisplayWidth.padded(camera.name, to: nameWidth) + "  "
                        + DisplayWidth.padded(camera.target.description, to: addressWidth) + "  "
                        + [groups, camera.model ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
                    console.print(HarmlessText.escaped(line))
                }
            }
            return .success
        })

    private static func object(_ camera: InventoryCamera) -> JSONValue {
        var object = JSONObject([
            ("name", .string(camera.name)), ("address", .string(camera.target.description)),
            ("groups", .array(camera.groups.map(JSONValue.string))),
        ])
        object["model"] = camera.model.map(JSONValue.string)
        object["user"] = camera.user.map(JSONValue.string)
        object["passwordFrom"] = camera.password.map { .string($0.kind) }
        object["timeout"] = camera.timeout.map(JSONValue.integer)
        object["connectTimeout"] = camera.connectTimeout.map(JSONValue.integer)
        object["knownKey"] = camera.knownKey.map { .string($0.description) }
        if !camera.except.isEmpty { object["except"] = .array(camera.except.map(JSONValue.string)) }
        if !camera.identity.isEmpty { object["identity"] = .object(camera.identity) }
        return .object(object)
    }

    /// Adds to the file, or makes it.
    static func extend(_ values: ParsedValues, _ console: Console, with entries: [InventoryEntry]) throws {
        let path = InventoryOptions.path(values)
        let isNew = access(path, F_OK) != 0 && errno == ENOENT
        let old = isNew ? nil : try InventoryEditor.read(path)
        let text =
            try old.map { bytes throws(InventoryError) in
                try InventoryEditor.adding(entries, to: bytes, path: path)
            } ?? InventoryEditor.text(of: entries)
        _ = try Inventory(text, path: path)
        try InventoryEditor.write(text, to: path)
        console.note(
            "\(HarmlessText.escaped(path)): \(isNew ? "made with" : "added") "
                + Wording.count(entries.count, "camera"))
    }
}
