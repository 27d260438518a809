import CommandLineTool
import Restore

/// The options that say how a restore is carried out.
enum RestoreSelection {
    static let onFailure = OptionDeclaration.value(
        "on-failure", "WHAT",
        kind: .choice([
            .init("rollback", help: "put back what was written"),
            .init("stop", help: "leave it and write nothing more"),
            .init("continue", help: "write the other sections all the same"),
        ]),
        help: "When a section fails: rollback puts back what was written, stop leaves it, continue writes the rest.",
        defaultValue: "rollback")
    static let yes = OptionDeclaration.flag("yes", short: "y", help: "Write without asking.")
    static let dryRun = OptionDeclaration.flag("dry-run", help: "Show the plan and write nothing.")
    static let allowReaddress = OptionDeclaration.flag(
        "allow-readdress",
        help: "Write addresses, ports and what else can cut the connection, too, and follow the camera.")
    static let reconnectTimeout = OptionDeclaration.value(
        "reconnect-timeout", "SECONDS", kind: .integer(1...3600),
        help: "How long to wait for a camera that does not answer after a write.", defaultValue: "60")

    static let maxFailures = OptionDeclaration.value(
        "max-failures", "N", kind: .integer(1...100_000),
        help: "Of several cameras: begin with no further one after so many went wrong while they were written.",
        defaultValue: "1")

    static let all = [onFailure, yes, dryRun, allowReaddress, reconnectTimeout]

    static func options(_ values: ParsedValues) -> RestoreOptions {
        var options = RestoreOptions()
        options.onFailure = values.choice(onFailure, as: RestoreOptions.OnFailure.self) ?? .rollback
        options.reconnectTimeout = .seconds(values.integer(reconnectTimeout) ?? 60)
        options.mayReaddress = values.isSet(allowReaddress)
        return options
    }
}
