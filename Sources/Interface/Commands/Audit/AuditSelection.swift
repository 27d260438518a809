import Audit
import CameraSchema
import Files
import Fleet
import FoundationEssentials
import Jobs
import Snapshots
import Text

/// The stored configurations that an audit takes, and their loading.
struct AuditSelection: Sendable {
    private struct Item: Sendable {
        let name: String
        var groups: [String] = []
        let source: String
        let load: @Sendable () throws -> Snapshot
    }

    /// What could be loaded, and what not.
    struct Loaded: Sendable {
        var cameras: [AuditedCamera] = []
        var unread: [UnreadCamera] = []
    }

    private typealias LoadResult = Result<Snapshot, any Error>

    private let items: [Item]

    /// Files that are read and unpacked at the same time; each takes a few megabytes.
    private static let mostAtOnce = 8

    /// All cameras of whom one speaks.
    enum All {
        /// Those that are named alone.
        case none
        case ofStore
        case ofInventory
    }

    /// - Parameters:
    ///   - texts: cameras, patterns over cameras, groups, snapshots, files
    ///   - all: of whom the latest snapshots are meant, if no texts are given
    /// - Throws: ``UsageFault``, ``UnknownTarget``, ``SnapshotReferenceError``, ``SnapshotStoreError``
    init(_ texts: [String], _ all: All, _ store: SnapshotStore, _ resolver: TargetResolver) throws {
        guard (all == .none) == !texts.isEmpty else {
            throw UsageFault(
                description: all == .none
                    ? "it is not said which cameras" : "all cameras are meant, and some are named",
                hint: "give --stored for all cameras of the store, --all for those of the inventory, or name some")
        }
        var items: [Item] =
            switch all {
            case .none: []
            case .ofStore: try Self.latest(of: store.cameras(), store)
            case .ofInventory: try Self.latest(of: resolver.all(), store)
            }
        for text in texts {
            let isGroup = text.hasPrefix("@") && resolver.inventory?.groups.contains(String(text.dropFirst())) ?? false
            items += isGroup ? try Self.latest(of: resolver.targets([text]), store) : try Self.items(text, store)
        }
        guard !items.isEmpty else {
            throw UsageFault(
                description: "there are no snapshots in \(store.path)", hint: "take some with camkeep snapshot")
        }
        self.items = Self.named(items, resolver)
    }

    // MARK: - References

    private static func items(_ text: String, _ store: SnapshotStore) throws -> [Item] {
        if text.utf8.contains(UInt8(ascii: "*")), !text.utf8.contains(UInt8(ascii: "/")) {
            let cameras = try store.cameras().filter { TextPattern(text).matches($0) }
            guard !cameras.isEmpty else {
                throw UsageFault(description: "no camera of the store is like \(text)", hint: "camkeep log lists them")
            }
            return try latest(of: cameras, store)
        }
        switch try SnapshotReference(text) {
        case .stored(let camera, let selector): return [item(try store.resolve(camera: camera, selector), store)]
        case .file(let path): return [Item(name: path, source: path) { try SnapshotFile.read(path) }]
        case .standardInput:
            let bytes = try StandardInput.read()
            let file = "standard input"
            return [Item(name: file, source: file) { try SnapshotFile.decode(bytes, file: file) }]
        }
    }

    /// Cameras without a snapshot have nothing to audit.
    private static func latest(of cameras: [String], _ store: SnapshotStore) throws -> [Item] {
        let entries = cameras.count == 1 ? try store.list(cameras[0]) : try store.list()
        var latest: [String: SnapshotEntry] = [:]
        for entry in entries where latest[entry.camera] == nil { latest[entry.camera] = entry }
        return cameras.compactMap { latest[$0] }.map { item($0, store) }
    }

    /// The latest snapshots of cameras of the inventory. One without a snapshot cannot be audited, and that is told.
    private static func latest(of targets: [FleetTarget], _ store: SnapshotStore) throws -> [Item] {
        let latest = try LatestSnapshots(store)
        return targets.map { target in
            latest.entry(of: target).map { item($0, store) }
                ?? Item(name: target.title, source: target.title) { throw NoSnapshot(target) }
        }
    }

    private static func item(_ entry: SnapshotEntry, _ store: SnapshotStore) -> Item {
        Item(name: entry.camera, source: entry.reference) { try store.load(entry) }
    }

    /// Two snapshots of one camera are told apart by their references; one that is named twice is audited once.
    private static func named(_ items: [Item], _ resolver: TargetResolver) -> [Item] {
        let known = Dictionary(
            (resolver.inventory?.cameras ?? []).map { (CameraFolder.name(for: $0.name), $0.groups) },
            uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        let unique = items.filter { seen.insert($0.source).inserted }
        let counts = Dictionary(unique.map { ($0.name, 1) }, uniquingKeysWith: +)
        return unique.map { item in
            Item(
                name: counts[item.name] == 1 ? item.name : item.source, groups: known[item.name] ?? [],
                source: item.source, load: item.load)
        }
    }

    // MARK: - Loading

    /// In parallel, bounded, in the order of the selection. A snapshot that cannot be read is told of and holds nothing up.
    func load() async -> Loaded {
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
        return collected(results)
    }

    private func collected(_ results: [Int: LoadResult]) -> Loaded {
        var loaded = Loaded()
        for (position, item) in items.enumerated() {
            switch results[position] {
            case .success(let snapshot)?:
                loaded.cameras.append(
                    AuditedCamera(
                        name: item.name, groups: item.groups, source: item.source, snapshot: snapshot))
            case .failure(let error)?:
                let isDamaged = (error as? SnapshotError).map { $0.code != .unreadable } ?? false
                loaded.unread.append(UnreadCamera(name: item.name, reason: "\(error)", isDamaged: isDamaged))
            case nil: continue
            }
        }
        return loaded
    }
}
