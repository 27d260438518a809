import CommandLineTool

/// `camkeep upgrade begin|finish`
enum UpgradeCommand {
    static let tag = "before-upgrade"

    static let target = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: InventoryOptions.targetHelp)

    static let command = Command(
        "upgrade", abstract: "Keep a camera's settings through a firmware upgrade",
        discussion: """
            Before: 'begin' keeps the whole camera and proves that it could be restored. Then give the camera its new firmware, as \
            its maker says. After: 'finish' waits for the camera and says what the new firmware has kept, lost and changed.
            """,
        examples: [
            .init("Before the upgrade", "camkeep upgrade begin --name gate http://192.168.1.10"),
            .init("After it", "camkeep upgrade finish --name gate http://192.168.1.10"),
            .init("Put back what was lost", "camkeep upgrade finish --restore-lost --name gate http://192.168.1.10"),
        ],
        exitStatuses: ExitStatus.all,
        subcommands: [UpgradeBeginCommand.command, UpgradeFinishCommand.command])
}
