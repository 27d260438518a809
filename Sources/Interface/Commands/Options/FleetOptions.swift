import CommandLineTool
import Fleet
import Jobs

/// How a command works on many cameras.
enum FleetOptions {
    static let all = OptionDeclaration.flag("all", help: "Every camera of the inventory.")
    static let jobs = OptionDeclaration.value(
        "jobs", short: "j", "N", kind: .integer(1...256), help: "How many cameras at once.", defaultValue: "32")
    static let deadline = OptionDeclaration.value(
        "deadline", "SECONDS", kind: .integer(1...604_800),
        help: "Stop after this time; what is under way is ended, and the rest counts as failed.")
    static let cameraDeadline = OptionDeclaration.value(
        "camera-deadline", "SECONDS", kind: .integer(1...86_400),
        help: "How long one camera may take, pauses between tries included.", defaultValue: "600")
    static let retries = OptionDeclaration.value(
        "retries", "N", kind: .integer(0...20),
        help: """
            How often a camera that is busy or restarting is tried again, after pauses of 2 s, 4 s and so on: by default \
            4 times, but a single camera never. A refused password is not tried again.
            """)

    static let options = [all, InventoryOptions.inventory, jobs, deadline, cameraDeadline, retries]

    static let discussion = """
        A TARGET is a URL, a name of the inventory (camkeep inventory), @GROUP, or a pattern such as 'gate-*'; --all is every \
        camera of the inventory. A URL that the inventory has is taken as the inventory says.
        """

    /// What the command line says of its cameras; the inventory is not read yet.
    static func selection(_ values: ParsedValues, named texts: [String]) -> TargetSelection {
        TargetSelection(names: texts, isAll: values.isSet(all))
    }

    static func limits(_ values: ParsedValues) -> FleetLimits {
        FleetLimits(
            jobs: values.integer(jobs) ?? 32, retries: values.integer(retries),
            deadline: values.integer(deadline).map { .seconds($0) },
            cameraDeadline: values.integer(cameraDeadline).map { .seconds($0) })
    }
}

/// How many cameras at once, and how long they may take.
struct FleetLimits: Sendable {
    var jobs: Int
    /// How often a camera that is busy is tried again; nil for what is usual.
    var retries: Int?
    /// For the whole run; nil is no limit.
    var deadline: Duration?
    /// For one camera; nil is no limit.
    var cameraDeadline: Duration?

    private static let usualRetries = 4

    /// - Parameter cameras: how many of them there are: a single one is not tried again unless that was asked for
    func runner(cameras: Int) -> FleetRunner {
        FleetRunner(
            jobs: jobs, retry: RetryPolicy(retries: retries ?? (cameras > 1 ? Self.usualRetries : 0)),
            deadline: deadline, cameraDeadline: cameraDeadline)
    }
}
