import CommandLineTool

/// `camkeep version`
enum VersionCommand {
    static let command = Command(
        "version", abstract: "Show the version", exitStatuses: [.success],
        run: { _, console in
            console.print("camkeep \(ToolVersion.text)")
            return .success
        })
}
