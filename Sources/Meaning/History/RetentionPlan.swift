package import Snapshots

/// What the rules keep and remove of one camera's snapshots.
package struct RetentionPlan: Sendable, Hashable {
    package struct Kept: Sendable, Hashable {
        package let entry: SnapshotEntry
        /// At least one, in the order of ``KeepingReason``.
        package let reasons: [KeepingReason]
    }

    package let camera: String
    /// Newest first.
    package let kept: [Kept]
    /// Newest first.
    package let removed: [SnapshotEntry]

    /// - Parameters:
    ///   - entries: of one camera, newest first
    ///   - protected: what is kept whatever the rules say
    package init(
        _ rules: RetentionRules, camera: String, entries: [SnapshotEntry],
        protected: [SnapshotName: Set<KeepingReason>]
    ) {
        self.camera = camera
        let byRules = rules.isEmpty ? [:] : rules.reasons(entries)
        var kept: [Kept] = []
        var removed: [SnapshotEntry] = []
        for entry in entries {
            let reasons = Set(byRules[entry.name] ?? []).union(protected[entry.name] ?? [])
            if !reasons.isEmpty || rules.isEmpty {
                kept.append(Kept(entry: entry, reasons: KeepingReason.allCases.filter(reasons.contains)))
            } else {
                removed.append(entry)
            }
        }
        self.kept = kept
        self.removed = removed
    }
}
