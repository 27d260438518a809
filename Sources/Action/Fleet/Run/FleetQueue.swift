/// The cameras whose turn is to come: first those whose pause is over, then those that were not tried yet, in their order.
struct FleetQueue {
    struct Job: Sendable {
        let target: FleetTarget
        var attempts = 0
        var firstStart: ContinuousClock.Instant?
    }

    private var fresh: ArraySlice<FleetTarget>
    private var postponed: [(due: ContinuousClock.Instant, job: Job)] = []

    init(_ targets: [FleetTarget]) {
        fresh = targets[...]
    }

    mutating func postpone(_ job: Job, until due: ContinuousClock.Instant) {
        let place = postponed.firstIndex { $0.due > due } ?? postponed.endIndex
        postponed.insert((due, job), at: place)
    }

    mutating func next(at now: ContinuousClock.Instant) -> Job? {
        if let first = postponed.first, first.due <= now {
            postponed.removeFirst()
            return first.job
        }
        return fresh.popFirst().map { Job(target: $0) }
    }

    /// When the next pause is over, if nothing else is left to be started.
    var nextDue: ContinuousClock.Instant? { fresh.isEmpty ? postponed.first?.due : nil }

    mutating func removeAll() -> [Job] {
        defer {
            fresh = []
            postponed = []
        }
        return postponed.map(\.job) + fresh.map { Job(target: $0) }
    }
}
