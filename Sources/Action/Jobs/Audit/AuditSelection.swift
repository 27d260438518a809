package import Audit
import CameraSchema
import Files
package import Fleet
import FoundationEssentials
package import Snapshots
import Text

/// What could be read for an audit, and what not.
package struct AuditInput: Sendable {
    package var cameras: [AuditedCamera] = []
    package var unread: [UnreadCamera] = []

    package init() {}
}

/// The stored configurations that an audit takes, and their loading.
package struct AuditSelection: Sendable {
    /// Which configurations are audited.
    package enum Request: Sendable {
        /// Cameras, patterns over cameras, groups, snapshots, files, and `-` for standard input.
        case named([String])
        /// The latest snapshot of every camera of the store.
        case wholeStore
        /// The latest snapshot of every camera of the inventory.
        case wholeInventory
    }

    private struct Item: Sendable {
        let name: String
        var groups: [String] = []
        let source: String
        let load: @Sendable () throws -> Snapshot
    }

    private typealias LoadResult = Result<Snapshot, any Error>

    private let items: [Item]

    /// Files that are read and unpacked at the same time; each takes a few megabytes.
    private static let mostAtOnce = 8

    /// - Throws: ``RequestFault``, ``TargetError``, ``UnknownTarget``, ``SnapshotReferenceError``, ``SnapshotStoreError``,
    ///   ``StandardInputError``
    package init(_ request: Request, in store: SnapshotStore, with resolver: TargetResolver) throws {
        let items: [Item] =
            switch request {
            case .named(let texts): try texts.flatMap { try Self.items(named: $0, in: store, with: resolver) }
            case .wholeStore: try Self.latest(of: store.cameras(), in: store)
            case .wholeInventory: try Self.latest(of: resolver.all(), in: store)
            }
        guard !items.isEmpty else {
            throw RequestFault(
                description: "there are no snapshots in \(store.path)", hint: "take some with camkeep snapshot")
        }
        self.items = Self.named(items, by: resolver)
    }

    // MARK: - References

    private static func items(
        named text: String, in store: SnapshotStore, with resolver: TargetResolver
    ) throws -> [Item] {
        if text.hasPrefix("@"), resolver.inventory?.groups.contains(String(text.dropFirst())) ?? false {
            return try latest(of: resolver.targets([text]), in: store)
        }
        if TextPattern.hasWildcard(text, .star), !text.utf8.contains(UInt8(ascii: "/")) {
            let pattern = TextPattern(text)
            let cameras = try store.cameras().filter { pattern.matches($0) }
            guard !cameras.isEmpty else {
                throw RequestFault(
                    description: "no camera of the store matches \(text)", hint: "camkeep log lists them")
            }
            return try latest(of: cameras, in: store)
        }
        switch try SnapshotReference(text) {
        case .stored(let camera, let selector):
            return [item(of: try store.resolve(camera: camera, selector), in: store)]
        case .file(let path):
            return [Item(name: path, source: path) { try SnapshotFile.read(path) }]
        case .standardInput:
            let bytes = try StandardInput.read()
            let file = "standard input"
            return [Item(name: file, source: file) { try SnapshotFile.decode(bytes, file: file) }]
        }
    }

    /// The latest snapshots of cameras of the store. Cameras without a snapshot have nothing to audit.
    private static func latest(of cameras: [String], in store: SnapshotStore) throws -> [Item] {
        let entries = cameras.count == 1 ? try store.list(cameras[0]) : try store.list()
        var latest: [String: SnapshotEntry] = [:]
        for entry in entries where latest[entry.camera] == nil { latest[entry.camera] = entry }
        return cameras.compactMap { latest[$0] }.map { item(of: $0, in: store) }
    }

    /// The latest snapshots of cameras of the inventory. One without a snapshot cannot be audited, and is reported as that.
    private static func latest(of targets: [FleetTarget], in store: SnapshotStore) throws -> [Item] {
        let latest = try LatestSnapshots(store)
        return targets.map { target in
            latest.entry(of: target).map { item(of: $0, in: store) }
                ?? Item(name: target.title, source: target.title) { throw NoSnapshot(target) }
        }
    }

    private static func item(of entry: SnapshotEntry, in store: SnapshotStore) -> Item {
        Item(name: entry.camera, source: entry.reference) { try store.load(entry) }
    }

    /// Gives two snapshots of one camera their references as names; one that is named twice is audited once.
    private static func named(_ items: [Item], by resolver: TargetResolver) -> [Item] {
        let groups = Dictionary(
            (resolver.inventory?.cameras ?? []).map { (CameraFolder.name(for: $0.name), $0.groups) },
            uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        let unique = items.filter { seen.insert($0.source).inserted }
        let counts = Dictionary(unique.map { ($0.name, 1) }, uniquingKeysWith: +)
        return unique.map { item in
            Item(
                name: counts[item.name] == 1 ? item.name : item.source, groups: groups[item.name] ?? [],
                source: item.source, load: item.load)
        }
    }

    // MARK: - Loading

    /// Loads in parallel, bounded, and returns in the order of the selection. A snapshot that cannot be read holds nothing up.
    package func load() async -> AuditInput {
        let limit = min(Self.mostAtOnce, max(1, ProcessInfo.processInfo.activeProcessorCount))
        let results = await withTaskGroup(of: (Int, LoadResult).self) { group in
            for (position, item) in items.prefix(limit).enumerated() {
                group.addTask { (position, LoadResult { try item.load() }) }
            }
            var results: [Int: LoadResult] = [:]
            var shared = SharedSections()
            var next = limit
            while let (position, result) = await group.next() {
                results[position] = result.map { shared.share($0) }
                if next < items.count {
                    group.addTask { [item = items[next], next] in (next, LoadResult { try item.load() }) }
                    next += 1
                }
            }
            return results
        }
        return input(from: results)
    }

    private func input(from results: [Int: LoadResult]) -> AuditInput {
        var input = AuditInput()
        for (position, item) in items.enumerated() {
            switch results[position] {
            case .success(let snapshot)?:
                input.cameras.append(
                    AuditedCamera(
                        name: item.name, groups: item.groups, source: item.source, snapshot: snapshot))
            case .failure(let error)?:
                let isDamaged = (error as? SnapshotError).map { $0.code != .unreadable } ?? false
                input.unread.append(UnreadCamera(name: item.name, reason: "\(error)", isDamaged: isDamaged))
            case nil: continue
            }
        }
        return input
    }
}
