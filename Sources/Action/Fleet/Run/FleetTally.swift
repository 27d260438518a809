/// How far a run is.
package struct FleetTally: Sendable, Hashable {
    package let total: Int
    package private(set) var done = 0
    package private(set) var failed = 0
    package private(set) var running = 0
    /// Those that wait for another try.
    package private(set) var waiting = 0
    private let start: ContinuousClock.Instant

    package init(total: Int, start: ContinuousClock.Instant = .now) {
        self.total = total
        self.start = start
    }

    package var finished: Int { done + failed }

    package mutating func note<Value>(_ event: FleetEvent<Value>) {
        switch event {
        case .started(_, let isRetry):
            running += 1
            if isRetry { waiting -= 1 }
        case .postponed:
            running -= 1
            waiting += 1
        case .finished(let outcome):
            if outcome.wasWaiting { waiting -= 1 } else if outcome.attempts > 0 { running -= 1 }
            if case .success = outcome.result { done += 1 } else { failed += 1 }
        }
    }

    /// `3 failed · 32 running · 2 waiting · 4.1/s · ETA 3:20`
    package func text(at now: ContinuousClock.Instant = .now) -> String {
        var parts: [String] = []
        if failed > 0 { parts.append("\(failed) failed") }
        parts.append("\(running) running")
        if waiting > 0 { parts.append("\(waiting) waiting") }
        let seconds = (now - start) / .seconds(1)
        if finished > 0, seconds > 0 {
            let tenths = Int(Double(finished) / seconds * 10)
            parts.append("\(tenths / 10).\(tenths % 10)/s")
            let rest = Int((seconds / Double(finished) * Double(total - finished)).rounded(.up))
            let digits = rest % 60 < 10 ? "0\(rest % 60)" : "\(rest % 60)"
            if finished < total { parts.append("ETA \(rest / 60):\(digits)") }
        }
        return parts.joined(separator: " · ")
    }
}
