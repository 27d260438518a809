import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Cryptography
import Fleet
import JSONTree
import Jobs
import Monitoring
import Reports
import SemanticDiff
import Snapshots

/// `camkeep diff TARGET… live`: the latest snapshots of several cameras against the cameras as they are now.
struct FleetDiff {
    private let values: ParsedValues
    private let console: Console
    private let format: DiffReport.Format
    private let schema: CameraSchema
    private let options: DiffOptions

    init(_ values: ParsedValues, _ console: Console, _ format: DiffReport.Format) throws {
        self.values = values
        self.console = console
        self.format = format
        schema = try SchemaOptions.schema(values)
        options = try DiffSelection.options(values)
    }

    func run(_ targets: [FleetTarget]) async throws -> ExitCode {
        try await RunMonitor.follow(
            MonitoringOptions.settings(values, console.environment), command: "diff", console: console
        ) { monitor in
            try await run(targets, &monitor)
        }
    }

    private func run(_ targets: [FleetTarget], _ monitor: inout RunMonitor) async throws -> ExitCode {
        let isFleet = targets.count > 1
        guard !isFleet || [.text, .json, .summary].contains(format) else {
            throw UsageFault(
                description: "\(format.rawValue) is for one camera", hint: "take text, json or summary for several")
        }
        monitor.expect(targets)
        let store = StoreOptions.store(values)
        let latest = try LatestSnapshots(store)
        let entries = Dictionary(
            targets.map { ($0.target, latest.entry(of: $0)) }, uniquingKeysWith: { first, _ in first })
        let runner = FleetOptions.limits(values).runner(cameras: targets.count)
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema, for: targets, jobs: runner.jobs,
            events: JobEvents(console))
        let run = FleetRun(targets, isFleet: isFleet, with: runner, console: console)
        var table = FleetTable(console, targets)
        var alike = ShownCameras()
        let ending = await run.run { [schema, options] target in
            guard let entry = entries[target.target] ?? nil else {
                throw NoSnapshot(target)
            }
            let old = try store.load(entry)
            let walk = try await reader.read(target, options: isFleet ? .oneOfMany : [])
            var new = reader.snapshot(of: walk)
            // What the inventory leaves out is no difference.
            let excluded = PathFilter(except: target.camera?.except ?? [])
            func isCompared(_ section: String) -> Bool { SectionName(section).map(excluded.reads) ?? true }
            var known = old
            known.sections = old.sections.filter { isCompared($0.key) }
            new.sections = new.sections.filter { isCompared($0.key) }
            return Differ(schema: schema, options: options).difference(
                known, named: entry.reference, new, named: "live:\(target.title)")
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            report(outcome, of: entries[outcome.target.target] ?? nil, to: &monitor)
            return tell(outcome, isFleet: isFleet, in: &table, &alike)
        }
        try Task.checkCancellation()
        if isFleet, format != .json { table.print(duration: ending.duration) }
        return ending.code
    }

    private func report(
        _ outcome: FleetOutcome<Difference>, of entry: SnapshotEntry?, to monitor: inout RunMonitor
    ) {
        switch outcome.result {
        case .failure(let error): monitor.add(outcome.target, error, after: outcome.duration)
        case .success(let difference):
            let changes = ChangeReport(ChangeDigest(difference, schema: schema))
            var camera = CameraReport(
                name: outcome.target.title, address: outcome.target.target.address,
                outcome: !difference.unreadSections.isEmpty ? .partial : changes != nil ? .changed : .unchanged,
                duration: outcome.duration)
            camera.unreadSections = difference.unreadSections
            camera.snapshot = entry?.reference
            camera.changes = changes
            monitor.add(camera)
        }
    }

    private func tell(
        _ outcome: FleetOutcome<Difference>, isFleet: Bool, in table: inout FleetTable, _ alike: inout ShownCameras
    ) -> ExitCode {
        let title = outcome.target.title
        switch outcome.result {
        case .success(let difference):
            let isUnread = !difference.unreadSections.isEmpty
            let count = difference.changes.count
            let earlier =
                isFleet && count > 0 && !isUnread
                ? alike.shown(ContentDigest(of: difference.changes), of: title) : nil
            if format == .json, isFleet {
                console.print(json: ["camera": .string(title), "difference": JSONReport.json(difference)])
            } else if !console.isQuiet, earlier == nil, count > 0 || isUnread || !isFleet {
                DiffReport(difference, schema, console).print(format)
            }
            let sections = Wording.count(Set(difference.changes.map(\.section)).count, "section")
            let detail =
                count == 0
                ? "" : "\(Wording.count(count, "change")) in \(sections)" + (earlier.map { ", as \($0)" } ?? "")
            table.add(
                .init(
                    trouble: isUnread ? .partial : count > 0 ? .news : .well,
                    word: isUnread ? "partial" : count > 0 ? "drifted" : "as stored", title: title, detail: detail))
            return count > 0 ? .differences : isUnread ? .partial : .success
        case .failure(let error):
            let failure = Failures.describe(error, of: outcome.target)
            if format == .json {
                console.print(json: ["camera": .string(title), "error": .string(failure.message)])
            }
            if !isFleet || format == .json { console.error(ofCamera: failure) }
            table.add(.failed(outcome.target, error))
            return failure.exitCode
        }
    }
}
