import Audit
import CameraWalk
import CommandLineTool
import Fleet
import Jobs
import Snapshots

/// Reads cameras as they are now, for an audit.
struct LiveCameras {
    let values: ParsedValues
    let console: Console

    /// Nothing is kept of them. A camera that cannot be read is told of and holds nothing up.
    ///
    /// - Throws: what concerns all cameras, `CancellationError`
    func load(_ targets: [FleetTarget]) async throws -> AuditSelection.Loaded {
        let schema = try SchemaOptions.schema(values)
        let runner = FleetOptions.limits(values).runner(cameras: targets.count)
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema, for: targets, jobs: runner.jobs,
            events: JobEvents(console))
        var loaded: [String: AuditedCamera] = [:]
        var unread: [UnreadCamera] = []
        var shared = SharedSections()
        let isFleet = targets.count > 1
        _ = await FleetRun(targets, isFleet: isFleet, with: runner, console: console).run { target in
            let walk = try await reader.read(target, options: isFleet ? .oneOfMany : [])
            return reader.snapshot(of: walk)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            let (title, groups) = (outcome.target.title, outcome.target.camera?.groups ?? [])
            switch outcome.result {
            case .success(let snapshot):
                loaded[title] = AuditedCamera(
                    name: title, groups: groups, source: "live:\(title)", snapshot: shared.share(snapshot))
                return .success
            case .failure(let error):
                unread.append(UnreadCamera(name: title, reason: Failures.reason(error), isDamaged: false))
                return Failures.describe(error).exitCode
            }
        }
        try Task.checkCancellation()
        return AuditSelection.Loaded(cameras: targets.compactMap { loaded[$0.title] }, unread: unread)
    }
}
