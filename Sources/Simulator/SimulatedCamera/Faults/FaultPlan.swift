import CameraSchema

/// The faults of a camera and how often each has struck.
struct FaultPlan: Sendable {
    private struct Entry {
        var fault: Fault
        /// Matching requests so far.
        var seen = 0
    }

    private var entries: [Entry] = []

    init(_ faults: [Fault]) {
        entries = faults.map { Entry(fault: $0) }
    }

    var faults: [Fault] { entries.map(\.fault) }

    mutating func add(_ fault: Fault) {
        entries.append(Entry(fault: fault))
    }

    /// What a fault needs to know of a request.
    struct Occasion {
        var endpoint: String
        var section: SectionName?
        var action: String?
        var isWrite: Bool
        var hasSession: Bool
        var isOnReusedConnection: Bool
    }

    /// The kinds that strike this request; counts it for each fault that matches.
    mutating func strike(_ occasion: Occasion) -> [Fault.Kind] {
        var kinds: [Fault.Kind] = []
        for index in entries.indices {
            let fault = entries[index].fault
            guard fault.covers(occasion),
                occasion.isWrite || !fault.kind.concernsWritesOnly,
                occasion.hasSession || !fault.kind.concernsSessionsOnly,
                occasion.endpoint == "session/login" || !fault.kind.concernsLoginOnly,
                occasion.isOnReusedConnection || fault.kind != .closeKeepAlive
            else { continue }
            entries[index].seen += 1
            let number = entries[index].seen - fault.after
            if number > 0, fault.times.map({ number <= $0 }) ?? true {
                kinds.append(fault.kind)
            }
        }
        return kinds
    }
}
