import CommandLineTool
import Fleet
import Jobs

/// `camkeep upgrade begin|finish`
enum UpgradeCommand {
    static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"),
        help: "A camera: http(s)://HOST[:PORT], or a NAME, @GROUP or pattern of the inventory.", count: .any)

    static func selection(_ values: ParsedValues) -> TargetSelection {
        TargetSelection(names: values.strings(targets), isAll: values.isSet(FleetOptions.all))
    }

    /// - Parameter name: what the store calls the camera, if the command line says so
    /// - Throws: ``UsageFault``, ``RequestFault``, ``TargetError``, ``UnknownTarget``, ``InventoryError``
    static func targets(
        _ selection: TargetSelection, name: String?, with cameras: CameraWork
    ) throws -> [FleetTarget] {
        let found = try selection.targets(with: cameras.inventory.resolver())
        guard found.count == 1 || name == nil else {
            throw UsageFault(description: "--name is for one camera", hint: "take the cameras one by one")
        }
        return found
    }

    static let command = Command(
        "upgrade", abstract: "Keep a camera's settings through a firmware upgrade",
        discussion: """
            Before: 'begin' keeps the whole camera and proves that it could be restored. Then give the camera its new firmware, as \
            its maker says. After: 'finish' waits for the camera and says what the new firmware has kept, lost and changed.
            """,
        examples: [
            .init("Before the upgrade", "camkeep upgrade begin --name gate http://192.168.1.10"),
            .init("After it", "camkeep upgrade finish --name gate http://192.168.1.10"),
            .init("A whole group", "camkeep upgrade begin @gate"),
            .init("Put back what was lost", "camkeep upgrade finish --restore-lost --name gate http://192.168.1.10"),
        ],
        exitStatuses: ExitStatus.all,
        subcommands: [UpgradeBeginCommand.command, UpgradeFinishCommand.command])
}
