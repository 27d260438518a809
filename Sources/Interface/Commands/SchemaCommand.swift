import CameraSchema
import CommandLineTool
import Snapshots
import Text

/// `camkeep schema check|list|show`
enum SchemaCommand {
    static let command = Command(
        "schema", abstract: "Check and show what is known of the cameras' API",
        exitStatuses: [.success, .usage], subcommands: [check, list, show])

    // MARK: - check

    private static let folder = ArgumentDeclaration(
        "DIR", kind: .directory, help: "A folder whose *.json files are laid over the built-in ones.",
        count: .atMostOne)

    private static let check = Command(
        "check", abstract: "Check schema files and say what is wrong with them",
        arguments: [folder], exitStatuses: [.success, .usage],
        run: { values, console in try check(SchemaSource(overlay: values.string(folder)), console) })

    private static func check(_ source: SchemaSource, _ console: Console) throws -> ExitCode {
        let overlay = try source.overlayFiles()
        let schema = try CameraSchema(files: SchemaFile.embedded + overlay)
        let names = overlay.isEmpty ? "built-in schema" : overlay.map(\.name).joined(separator: ", ")
        console.print(
            "\(names): \(Wording.count(schema.endpoints.count, "endpoint")), "
                + "\(Wording.count(schema.enumerations.count, "enumeration")), no problems")
        return .success
    }

    // MARK: - list

    private static let list = Command(
        "list", abstract: "List the endpoints", options: [SchemaOptions.schema], exitStatuses: [.success, .usage],
        run: { values, console in try list(SchemaOptions.source(values), console) })

    private static func list(_ source: SchemaSource, _ console: Console) throws -> ExitCode {
        let schema = try source.load()
        let width = schema.endpointNames.map(\.utf8.count).max() ?? 0
        for endpoint in schema.endpointNames.compactMap({ schema.endpoints[$0] }) {
            let actions = [Endpoint.Action.get, .set, .delete].filter(endpoint.actions.contains).map(\.rawValue)
            console.print(
                "\(DisplayWidth.padded(endpoint.name, to: width))  "
                    + "\(DisplayWidth.padded(endpoint.kind.rawValue, to: 13))  "
                    + "\(DisplayWidth.padded(actions.joined(separator: " "), to: 10))  \(endpoint.title)")
        }
        return .success
    }

    // MARK: - show

    private static let path = ArgumentDeclaration(
        "PATH", kind: .reference("endpoint"), help: "An endpoint, such as network/ftp, or an area, such as network.")

    private static let show = Command(
        "show", abstract: "Show an endpoint with its fields", arguments: [path], options: [SchemaOptions.schema],
        examples: [.init("The fields of the FTP settings", "camkeep schema show network/ftp")],
        exitStatuses: [.success, .usage],
        run: { values, console in
            try show(values.string(path) ?? "", in: SchemaOptions.source(values), console: console)
        })

    /// - Parameter path: a pattern over endpoints, also with the `/api/` of their URLs
    private static func show(_ path: String, in source: SchemaSource, console: Console) throws -> ExitCode {
        let schema = try source.load()
        let pattern = SectionPattern(path.hasPrefix("/api/") ? String(path.dropFirst(5)) : path)
        let names = schema.endpointNames.filter { pattern.matches(SectionName(endpoint: $0)) }
        guard !names.isEmpty else {
            throw UsageFault(description: "there is no endpoint \(path)", hint: "camkeep schema list shows them all")
        }
        for endpoint in names.compactMap({ schema.endpoints[$0] }) { EndpointListing(endpoint, console).print() }
        return .success
    }
}
