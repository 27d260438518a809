import CameraSchema
package import Snapshots

/// How a run over cameras went, for programs. It is short, however many cameras there are: a network that is down is one piece of news
/// and not a thousand.
package struct RunReport: Sendable {
    /// `snapshot`, `diff`
    package let command: String
    package let started: SnapshotTime
    package private(set) var finished: SnapshotTime
    package private(set) var duration: Duration = .zero
    /// Why the run as a whole could not be made or came to an early end.
    package private(set) var failure: FailureReport?
    package private(set) var counts: [CameraReport.Outcome: Int] = [:]
    /// All changes that somebody made, and those of them that concern security.
    package private(set) var changes = 0
    package private(set) var securityChanges = 0
    package private(set) var hasChanges = false

    private var failures: [CameraReport] = []
    private var changed: [CameraReport] = []
    private var leftOut = 0

    private static let mostOfAKind = 100

    package init(command: String, started: SnapshotTime = .now()) {
        self.command = command
        self.started = started
        finished = started
    }

    package var hasFailures: Bool {
        failure != nil || count(.failed) + count(.partial) > 0
    }

    package func count(_ outcome: CameraReport.Outcome) -> Int { counts[outcome] ?? 0 }

    /// Those that failed or changed, the worst first; of many of a kind the first ones alone.
    package var cameras: [CameraReport] {
        failures.filter { $0.outcome == .failed } + failures.filter { $0.outcome == .partial } + changed
    }

    /// How many more have failed or changed.
    package var camerasLeftOut: Int { leftOut }

    package mutating func add(_ camera: CameraReport) {
        counts[camera.outcome, default: 0] += 1
        changes += camera.changes?.total ?? 0
        securityChanges += camera.changes?.count(.security) ?? 0
        hasChanges = hasChanges || camera.changes != nil
        if camera.isFailure {
            Self.add(camera, to: &failures, leftOut: &leftOut)
        } else if camera.outcome == .changed {
            Self.add(camera, to: &changed, leftOut: &leftOut)
        }
    }

    private static func add(_ camera: CameraReport, to list: inout [CameraReport], leftOut: inout Int) {
        if list.count < mostOfAKind { list.append(camera) } else { leftOut += 1 }
    }

    package mutating func finish(
        _ failure: FailureReport? = nil, after duration: Duration, at time: SnapshotTime = .now()
    ) {
        self.failure = failure
        self.duration = duration
        finished = time
    }
}
