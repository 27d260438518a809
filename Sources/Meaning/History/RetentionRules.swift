package import Snapshots

/// Which snapshots of a camera are kept: those that at least one of the rules names.
package struct RetentionRules: Sendable, Hashable {
    /// How many of the newest.
    package var last: Int?
    /// For how many days, weeks and months with snapshots the newest of each; in UTC, weeks begin on Monday.
    ///
    /// A store holds a snapshot where something changed, so a day without one was like the day before.
    package var daily: Int?
    package var weekly: Int?
    package var monthly: Int?
    /// Whether every tagged one is kept.
    package var keepsTagged: Bool

    package init(
        last: Int? = nil, daily: Int? = nil, weekly: Int? = nil, monthly: Int? = nil, keepsTagged: Bool = true
    ) {
        self.last = last
        self.daily = daily
        self.weekly = weekly
        self.monthly = monthly
        self.keepsTagged = keepsTagged
    }

    /// Whether anything is to be removed at all: without a rule that counts snapshots, nothing is.
    package var isEmpty: Bool { [last, daily, weekly, monthly].allSatisfy { $0 == nil } }

    /// Why each of these snapshots is kept by the rules, in the order of the reasons.
    ///
    /// - Parameter entries: of one camera, newest first
    package func reasons(_ entries: [SnapshotEntry]) -> [SnapshotName: [KeepingReason]] {
        var reasons: [SnapshotName: [KeepingReason]] = [:]
        for entry in entries.prefix(max(0, last ?? 0)) { reasons[entry.name, default: []].append(.last) }
        for (count, reason, period) in Self.periods(daily: daily, weekly: weekly, monthly: monthly) {
            var rest = count ?? 0
            var previous: Int?
            for entry in entries where rest > 0 {
                let number = period(entry.taken)
                guard number != previous else { continue }
                previous = number
                rest -= 1
                reasons[entry.name, default: []].append(reason)
            }
        }
        if keepsTagged {
            for entry in entries where !entry.tags.isEmpty { reasons[entry.name, default: []].append(.tagged) }
        }
        return reasons
    }

    private typealias Period = (count: Int?, reason: KeepingReason, number: (SnapshotTime) -> Int)

    private static func periods(daily: Int?, weekly: Int?, monthly: Int?) -> [Period] {
        [(daily, .daily, \.day), (weekly, .weekly, \.week), (monthly, .monthly, \.month)]
    }
}

/// Why a snapshot is kept.
package enum KeepingReason: String, Sendable, Hashable, CaseIterable {
    case last
    case daily
    case weekly
    case monthly
    case tagged
    /// The newest one without failed sections, or the newest such one that holds a section at all.
    case lastGood
    /// A restore that has not ended needs it.
    case openRestore

    /// For people: `last`, `last good one`
    package var words: String {
        switch self {
        case .last: "last"
        case .daily: "daily"
        case .weekly: "weekly"
        case .monthly: "monthly"
        case .tagged: "tagged"
        case .lastGood: "last good one"
        case .openRestore: "open restore"
        }
    }
}

extension SnapshotTime {
    /// Since 1970-01-01, in UTC.
    fileprivate var day: Int { secondsSince1970 / 86_400 }

    /// Since the week of 1970-01-01, which was a Thursday; weeks begin on Monday.
    fileprivate var week: Int { (day + 3) / 7 }

    /// The digits of year and month.
    fileprivate var month: Int {
        description.utf8.prefix(7).reduce(0) { number, byte in
            (0x30...0x39).contains(byte) ? number * 10 + Int(byte - 0x30) : number
        }
    }
}
