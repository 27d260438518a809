package import CameraSchema
package import Cryptography
package import SemanticDiff
package import Snapshots

/// One snapshot in the history of its camera.
package struct TimelineEntry: Sendable {
    package let entry: SnapshotEntry
    /// What it is, or how it is damaged.
    package let snapshot: Result<Overview, SnapshotError>
    /// What changed since the one before; nil of the first, and of one that is damaged.
    package let step: Step?

    /// What is told of a snapshot besides its changes: of a whole store, the snapshots themselves would not fit the memory.
    package struct Overview: Sendable {
        package let camera: CameraIdentity
        package let taken: SnapshotTime
        package let digest: ContentDigest
        /// `ok`, `unsupported` or `failed` of each section, in no order.
        package let statuses: [String]

        package init(_ snapshot: Snapshot) {
            camera = snapshot.camera
            taken = snapshot.taken
            digest = snapshot.digest
            statuses = snapshot.sections.values.map(\.status.name)
        }
    }

    /// From what was known of the camera to this snapshot.
    package struct Step: Sendable {
        package let difference: Difference
        package let firmware: FirmwareStep?
        /// Sections that could not be read: nothing is known of their changes.
        package let unread: [String]
        /// How many sections were read for the first time; that is no change.
        package let firstRead: Int
        /// Secrets that are set on both sides and cannot be compared.
        package let incomparableSecrets: Int

        /// Whether there is nothing to tell.
        package var isEmpty: Bool { difference.changes.isEmpty && firmware == nil && unread.isEmpty && firstRead == 0 }
    }

    /// From which firmware to which.
    package struct FirmwareStep: Sendable, Hashable {
        package let old: String
        package let new: String
    }
}

/// What changed in a camera from snapshot to snapshot.
package struct Timeline {
    private let store: SnapshotStore
    private let differ: Differ
    private let schema: CameraSchema
    private let filter: PathFilter

    package init(store: SnapshotStore, schema: CameraSchema, options: DiffOptions = DiffOptions()) {
        self.store = store
        self.schema = schema
        filter = options.filter
        differ = Differ(schema: schema, options: options)
    }

    /// The history of one camera, newest first.
    ///
    /// - Parameters:
    ///   - entries: all snapshots of the camera, newest first
    ///   - since: older ones are left out; what was known before is still compared with
    package func entries(_ entries: [SnapshotEntry], since: SnapshotTime? = nil) -> [TimelineEntry] {
        let shown = entries.filter { $0.taken >= since ?? SnapshotTime(secondsSince1970: 0) }
        guard let oldest = shown.last else { return [] }
        var known = known(before: entries.filter { $0.name < oldest.name })
        var result: [TimelineEntry] = []
        for entry in shown.reversed() { result.append(next(entry, &known)) }
        return result.reversed()
    }

    /// The histories of all cameras that the entries are of, newest first.
    package func entries(ofAll entries: [SnapshotEntry], since: SnapshotTime? = nil) -> [TimelineEntry] {
        var cameras: [String: [SnapshotEntry]] = [:]
        for entry in entries { cameras[entry.camera, default: []].append(entry) }
        return cameras.values.flatMap { self.entries($0, since: since) }.sorted {
            ($1.entry.name, $0.entry.camera) < ($0.entry.name, $1.entry.camera)
        }
    }

    /// What the snapshots say that are newest first: as many of them are read as it takes.
    private func known(before entries: [SnapshotEntry]) -> KnownSections {
        var snapshots: [Snapshot] = []
        for entry in entries {
            guard let snapshot = try? store.load(entry) else { continue }
            snapshots.append(snapshot)
            let read = snapshot.sections.filter { !$0.value.status.isFailed }
            // One that says something of every endpoint leaves nothing to look for further back.
            let endpoints = Set(read.keys.map { SectionName($0)?.endpoint ?? $0 })
            if snapshot.hasNoFailures, schema.promisedEndpoints.allSatisfy({ endpoints.contains($0.name) }) { break }
        }
        var known = KnownSections()
        for snapshot in snapshots.reversed() { known.learn(snapshot) }
        return known
    }

    private func next(_ entry: SnapshotEntry, _ known: inout KnownSections) -> TimelineEntry {
        let snapshot: Snapshot
        do throws(SnapshotError) {
            snapshot = try store.load(entry)
        } catch {
            return TimelineEntry(entry: entry, snapshot: .failure(error), step: nil)
        }
        let step = known.comparison(with: snapshot).map(step)
        known.learn(snapshot)
        return TimelineEntry(entry: entry, snapshot: .success(.init(snapshot)), step: step)
    }

    private func step(_ comparison: KnownSections.Comparison) -> TimelineEntry.Step {
        let difference = differ.difference(comparison.old, named: "", comparison.new, named: "")
        return TimelineEntry.Step(
            difference: difference,
            firmware: difference.firmwareChange.map { .init(old: $0.old, new: $0.new) },
            unread: comparison.unread.filter(concerns), firstRead: comparison.firstRead.count(where: concerns),
            incomparableSecrets: difference.incomparableSecrets)
    }

    private func concerns(_ section: String) -> Bool {
        filter.concerns(SectionName(section) ?? SectionName(endpoint: section))
    }
}
