import CameraSchema
import CameraWalk
import CommandLineTool
import Fleet
import Glibc
import Jobs
import Text

/// `camkeep inventory check`
struct InventoryCheckCommand {
    static let command = Command(
        "check", abstract: "Say what is wrong in the inventory",
        discussion: """
            Names every mistake with its line and column, and warns of files and variables for passwords that are missing.
            """,
        options: [InventoryOptions.inventory, SchemaOptions.schema], exitStatuses: [.success, .usage],
        run: { values, console in try InventoryCheckCommand(options: Options(values), console: console).run() })

    struct Options {
        let inventory: InventorySource
        let schema: SchemaSource

        init(_ values: ParsedValues) {
            inventory = InventoryOptions.source(values)
            schema = SchemaOptions.source(values)
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let inventory = try options.inventory.required()
        let schema = try options.schema.load()
        try checkPatterns(of: inventory, schema: schema)
        try checkIdentities(of: inventory, schema: schema)
        var known: Set<PasswordSource> = []
        for source in inventory.cameras.compactMap(\.password) where known.insert(source).inserted {
            if let problem = problem(with: source) { console.warn(HarmlessText.escaped(problem)) }
        }
        console.note(
            "\(HarmlessText.escaped(inventory.path)): \(Wording.count(inventory.cameras.count, "camera")), "
                + Wording.count(inventory.groups.count, "group"))
        return .success
    }

    private func checkPatterns(of inventory: Inventory, schema: CameraSchema) throws(UsageFault) {
        let patterns = Set(inventory.cameras.flatMap(\.except)).sorted()
        guard let stray = PathFilter(except: patterns).strayPatterns(schema).first else { return }
        throw UsageFault(
            description: "\(inventory.path): no section fits the pattern \(stray) of \"except\"",
            hint: "camkeep schema list shows them all")
    }

    private func checkIdentities(of inventory: Inventory, schema: CameraSchema) throws(UsageFault) {
        for camera in inventory.cameras {
            do throws(CloneTemplate.Fault) {
                _ = try CloneTemplate.identity(of: camera, schema: schema)
            } catch {
                throw UsageFault(
                    description: "\(inventory.path): \(error)",
                    hint: "camkeep schema show lists the fields of a section")
            }
        }
    }

    /// Why no password can come from there, as far as can be seen without asking for one.
    private func problem(with source: PasswordSource) -> String? {
        switch source {
        case .environment(let name):
            console.environment[name]?.isEmpty ?? true ? "the variable \(name) for passwords is not set" : nil
        case .file(let path), .sealed(let path):
            access(path, R_OK) == 0 ? nil : "\(path) cannot be read: \(SystemMessage.text(errno))"
        case .command, .vault: nil
        }
    }
}
