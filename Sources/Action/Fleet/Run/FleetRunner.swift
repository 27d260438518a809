import CameraClient

/// Works on many cameras at once: a bounded number of them, each by one task, so one request at a time per camera.
///
/// A camera that is busy or restarting gives its place to the next one while it waits. A camera that hangs holds one place, and no
/// longer than its deadline.
package struct FleetRunner: Sendable {
    /// The most cameras at once.
    package var jobs: Int
    package var retry: RetryPolicy
    /// For the whole run, from its start; nil is no limit.
    package var deadline: Duration?
    /// For one camera, from its first start, pauses between tries included; nil is no limit.
    package var cameraDeadline: Duration?

    package init(jobs: Int, retry: RetryPolicy, deadline: Duration? = nil, cameraDeadline: Duration? = nil) {
        self.jobs = max(1, jobs)
        self.retry = retry
        self.deadline = deadline
        self.cameraDeadline = cameraDeadline
    }

    /// Every camera ends with one `.finished`, also when the task is cancelled or the deadline passes; then the work under way is
    /// cancelled and waited for, so that its sessions are closed.
    ///
    /// - Parameters:
    ///   - work: one try with one camera; it is cancelled at a deadline and must then end soon
    ///   - tell: called in order, on the caller's task; results are not kept after it
    package func run<Value: Sendable>(
        _ targets: [FleetTarget], tell: (FleetEvent<Value>) -> Void,
        work: @escaping @Sendable (FleetTarget) async throws -> Value
    ) async {
        await withTaskGroup(of: Step<Value>.self) { group in
            var run = Run<Value>(queue: FleetQueue(targets), left: targets.count)
            let limit = cameraDeadline ?? .zero
            if let deadline { group.addTask { await Self.alarm(at: .now + deadline, .deadline) } }
            while run.left > 0 {
                if run.isOver == nil, Task.isCancelled { run.isOver = .interrupted }
                if let fault = run.isOver { Self.giveUp(&run, because: fault, report: tell) }
                while run.isOver == nil, run.running < jobs, var job = run.queue.next(at: .now) {
                    let isRetry = job.attempts > 0
                    job.attempts += 1
                    job.firstStart = job.firstStart ?? .now
                    run.running += 1
                    tell(.started(job.target, isRetry: isRetry))
                    let started = job
                    let end = cameraDeadline.map { (job.firstStart ?? .now) + $0 }
                    group.addTask {
                        .ended(started, await Self.result(of: work, started.target, until: end, limit: limit))
                    }
                }
                if run.running < jobs, let due = run.queue.nextDue, due < run.alarm ?? due + .seconds(1) {
                    run.alarm = due
                    group.addTask { await Self.alarm(at: due, .pauseIsOver) }
                }
                guard run.left > 0, let step = await group.next() else { break }
                switch step {
                case .pauseIsOver: run.alarm = nil
                case .deadline:
                    run.isOver = run.isOver ?? .deadline
                    group.cancelAll()
                case .ended(let job, let result): settle(job, result: result, in: &run, report: tell)
                }
            }
            group.cancelAll()
        }
    }

    // MARK: - Bookkeeping

    private enum Step<Value: Sendable>: Sendable {
        case ended(FleetQueue.Job, Result<Value, any Error>)
        case pauseIsOver
        case deadline
    }

    private struct Run<Value: Sendable> {
        var queue: FleetQueue
        /// Cameras that have not ended.
        var left: Int
        var running = 0
        /// When the timer of the pauses will come.
        var alarm: ContinuousClock.Instant?
        /// Why nothing is started any more.
        var isOver: FleetFault?
    }

    private func settle<Value>(
        _ job: FleetQueue.Job, result: Result<Value, any Error>, in run: inout Run<Value>,
        report tell: (FleetEvent<Value>) -> Void
    ) {
        run.running -= 1
        var result = result
        if case .failure(let error) = result {
            let started = job.firstStart ?? .now
            if run.isOver == nil, !Task.isCancelled, let pause = retry.pause(after: error, attempts: job.attempts) {
                let due = ContinuousClock.now + pause
                if cameraDeadline.map({ due < started + $0 }) ?? true {
                    run.queue.postpone(job, until: due)
                    tell(.postponed(job.target, error, pause: pause))
                    return
                }
            }
            if error.isCancellation { result = .failure(run.isOver ?? .interrupted) }
        }
        run.left -= 1
        tell(.finished(Self.outcome(job, result, wasWaiting: false)))
    }

    private static func giveUp<Value>(
        _ run: inout Run<Value>, because fault: FleetFault, report tell: (FleetEvent<Value>) -> Void
    ) {
        for job in run.queue.removeAll() {
            run.left -= 1
            tell(.finished(outcome(job, .failure(fault), wasWaiting: job.attempts > 0)))
        }
    }

    private static func outcome<Value>(
        _ job: FleetQueue.Job, _ result: Result<Value, any Error>, wasWaiting: Bool
    ) -> FleetOutcome<Value> {
        FleetOutcome(
            target: job.target, result: result, attempts: job.attempts,
            duration: job.firstStart.map { .now - $0 } ?? .zero, wasWaiting: wasWaiting)
    }

    // MARK: - Children

    private static func alarm<Value>(at instant: ContinuousClock.Instant, _ step: Step<Value>) async -> Step<Value> {
        do {
            try await Task.sleep(until: instant, clock: .continuous)
            return step
        } catch {
            return .pauseIsOver
        }
    }

    private static func outcome<Value: Sendable>(
        of work: @Sendable (FleetTarget) async throws -> Value, _ target: FleetTarget
    ) async -> Result<Value, any Error> {
        do {
            return .success(try await work(target))
        } catch {
            return .failure(error)
        }
    }

    private static func result<Value: Sendable>(
        of work: @escaping @Sendable (FleetTarget) async throws -> Value, _ target: FleetTarget,
        until end: ContinuousClock.Instant?, limit: Duration
    ) async -> Result<Value, any Error> {
        guard let end else { return await outcome(of: work, target) }
        return await withTaskGroup(of: Result<Value, any Error>?.self) { group in
            group.addTask { await outcome(of: work, target) }
            group.addTask {
                try? await Task.sleep(until: end, clock: .continuous)
                return nil
            }
            var isLate = false
            while let next = await group.next() {
                guard let result = next else {
                    // The timer also ends when the run is cancelled.
                    isLate = !Task.isCancelled
                    group.cancelAll()
                    continue
                }
                group.cancelAll()
                if isLate, case .failure = result { return .failure(FleetFault.cameraDeadline(limit)) }
                return result
            }
            return .failure(FleetFault.interrupted)
        }
    }
}

extension Error {
    /// Whether it says no more than that the task was cancelled.
    fileprivate var isCancellation: Bool {
        self is CancellationError || (self as? CameraError)?.isCancellation ?? false
    }
}
