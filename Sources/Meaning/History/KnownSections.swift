package import Snapshots

/// What is known of a camera's configuration at one moment: of each section what the last snapshot said that read it.
///
/// A section that a walk could not read, or was not asked to read, is still as it was as far as anybody knows.
struct KnownSections {
    /// The snapshot before this one, with the sections of older ones where it says nothing of them. Nil before the first.
    private(set) var snapshot: Snapshot?

    /// How a snapshot compares with what was known before it.
    struct Comparison {
        /// Both sides, with the sections alone of which both say something.
        let old: Snapshot
        let new: Snapshot
        /// Sections that the new snapshot could not read, sorted.
        let unread: [String]
        /// Sections that are read for the first time.
        let firstRead: [String]
    }

    /// Nil for the first snapshot.
    func comparison(with new: Snapshot) -> Comparison? {
        guard var old = snapshot else { return nil }
        let unread = new.sections.filter { $0.value.status.isFailed }.keys.sorted()
        var readable = new
        readable.sections = new.sections.filter { !$0.value.status.isFailed }
        let firstRead = readable.sections.keys.filter { old.sections[$0] == nil }
        readable.sections = readable.sections.filter { old.sections[$0.key] != nil }
        old.sections = old.sections.filter { readable.sections[$0.key] != nil }
        return Comparison(old: old, new: readable, unread: unread, firstRead: firstRead)
    }

    mutating func learn(_ new: Snapshot) {
        var known = new
        known.sections = new.sections.filter { !$0.value.status.isFailed }
        if let snapshot { known.sections.merge(snapshot.sections) { newer, _ in newer } }
        snapshot = known
    }
}

extension RecordStatus {
    var isFailed: Bool {
        if case .failed = self { true } else { false }
    }
}

extension Snapshot {
    /// Whether every section that was asked for was read, or is none that the camera has.
    package var hasNoFailures: Bool { !sections.values.contains { $0.status.isFailed } }
}
