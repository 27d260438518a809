import CameraClient
import CommandLineTool
import Cryptography
import Fleet
import JSONTree
import Text

/// `camkeep inventory list [TARGET…]`
struct InventoryListCommand {
    private static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: "Names, @groups or patterns; without one all cameras.",
        count: .any)
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    static let command = Command(
        "list", abstract: "List the cameras of the inventory", arguments: [targets],
        options: [InventoryOptions.inventory, json], exitStatuses: [.success, .usage],
        run: { values, console in try InventoryListCommand(options: Options(values), console: console).run() })

    struct Options {
        let inventory: InventorySource
        /// None for all cameras.
        let targets: [String]
        let isJSON: Bool

        init(_ values: ParsedValues) {
            inventory = InventoryOptions.source(values)
            targets = values.strings(InventoryListCommand.targets)
            isJSON = values.isSet(json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let inventory = try options.inventory.required()
        let cameras =
            options.targets.isEmpty
            ? inventory.cameras : try TargetResolver(inventory).targets(options.targets).compactMap(\.camera)
        if options.isJSON {
            for camera in cameras { console.print(json: json(camera)) }
        } else {
            printTable(cameras)
        }
        return .success
    }

    private func printTable(_ cameras: [InventoryCamera]) {
        let nameWidth = cameras.map { DisplayWidth.of($0.name) }.max() ?? 0
        let addressWidth = cameras.map { $0.target.description.utf8.count }.max() ?? 0
        for camera in cameras {
            let groups = camera.groups.map { "@" + $0 }.joined(separator: " ")
            let line =
                DisplayWidth.padded(camera.name, to: nameWidth) + "  "
                + DisplayWidth.padded(camera.target.description, to: addressWidth) + "  "
                + [groups, camera.model ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
            console.print(HarmlessText.escaped(line))
        }
    }

    private func json(_ camera: InventoryCamera) -> JSONValue {
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
}
