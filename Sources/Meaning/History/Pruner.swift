package import CameraSchema
package import Snapshots

/// Removes what the rules do not keep.
package struct Pruner {
    private let store: SnapshotStore
    private let rules: RetentionRules
    private let pins: @Sendable () -> [SnapshotPin]
    /// What a whole walk reads.
    private let walkedEndpoints: Set<String>

    /// - Parameter pins: what must stay whatever the rules say; asked for each camera, while the store is locked if something is to be
    ///   removed
    package init(
        store: SnapshotStore, rules: RetentionRules, schema: CameraSchema, pins: @escaping @Sendable () -> [SnapshotPin]
    ) {
        self.store = store
        self.rules = rules
        self.pins = pins
        walkedEndpoints = Set(schema.promisedEndpoints.map(\.name))
    }

    /// What became of one camera, or would become of it.
    package struct Outcome: Sendable, Hashable {
        package let plan: RetentionPlan
        package let removal: StoreRemoval
    }

    /// What would be removed. Nothing is written, and nothing is locked.
    ///
    /// - Throws: ``SnapshotStoreError``
    package func preview(_ camera: String) throws(SnapshotStoreError) -> Outcome {
        try store.checkTags(of: camera)
        let plan = plan(camera, try store.list(camera))
        var removal = StoreRemoval()
        guard !rules.isEmpty else { return Outcome(plan: plan, removal: removal) }
        removal.snapshots = plan.removed
        removal.archives = try store.archives(of: camera, goingWith: plan.removed)
        return Outcome(plan: plan, removal: removal)
    }

    /// Removes what the rules do not keep, and archives without a snapshot; nothing without a rule.
    ///
    /// - Parameter camera: the name of its folder
    /// - Throws: ``SnapshotStoreError``
    package func prune(_ camera: String, waiting patience: Duration = .seconds(30)) throws -> Outcome {
        guard !rules.isEmpty else { return try preview(camera) }
        var plan: RetentionPlan?
        // Decided while the store is locked: a snapshot or a tag that another run adds meanwhile counts.
        let removal = try store.remove(from: camera, waiting: patience) { entries in
            let decided = self.plan(camera, entries)
            plan = decided
            return decided.removed
        }
        return Outcome(
            plan: plan ?? RetentionPlan(rules, camera: camera, entries: [], protected: [:]), removal: removal)
    }

    private func plan(_ camera: String, _ entries: [SnapshotEntry]) -> RetentionPlan {
        var protected: [SnapshotName: Set<KeepingReason>] = [:]
        for name in lastGood(entries) { protected[name, default: []].insert(.lastGood) }
        let pins = pins()
        for entry in entries where pins.contains(where: { $0.holds(entry) }) {
            protected[entry.name, default: []].insert(.openRestore)
        }
        return RetentionPlan(rules, camera: camera, entries: entries, protected: protected)
    }

    /// The newest snapshot without failed sections. Where that one holds a part of the camera alone, because the walk was
    /// asked for a part, also the newest ones that hold the rest.
    private func lastGood(_ entries: [SnapshotEntry]) -> [SnapshotName] {
        var good: [SnapshotName] = []
        var held: Set<String> = []
        for entry in entries {
            guard let snapshot = try? store.load(entry), snapshot.hasNoFailures else { continue }
            let sections = Set(snapshot.sections.keys)
            if good.isEmpty || !sections.isSubset(of: held) { good.append(entry.name) }
            held.formUnion(sections)
            // A whole walk: nothing is left to look for in older ones.
            if walkedEndpoints.isSubset(of: sections.map { SectionName($0)?.endpoint ?? $0 }) { break }
        }
        return good
    }
}
