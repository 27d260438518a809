import CommandLineTool

/// `camkeep version`
enum VersionCommand {
    static let command = Command(
        "version", abstract: "Show the version", exitStatuses: [.success],
        run: { _, console in
            console.print(ToolVersion.signature)
            return .success
        })
}
