import Audit
import CameraSchema
import FoundationEssentials
import Snapshots

/// The stored configurations that an audit takes, and their loading.
struct AuditSelection: Sendable {
    private struct Item: Sendable {
        let name: String
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

    /// - Parameters:
    ///   - texts: cameras, patterns over cameras, snapshots, files
    ///   - isStored: whether the latest snapshot of every camera is meant
    /// - Throws: ``UsageFault``, ``SnapshotReferenceError``, ``SnapshotStoreError``
    init(_ texts: [String], isStored: Bool, _ store: SnapshotStore) throws {
        guard isStored != !texts.isEmpty else {
            throw UsageFault(
                description: isStored
                    ? "--stored means all cameras, and some are named" : "it is not said which cameras",
                hint: "give --stored for all cameras of the store, or name some")
        }
        var items = isStored ? try Self.latest(of: store.cameras(), store) : []
        for text in texts { items += try Self.items(text, store) }
        guard !items.isEmpty else {
            throw UsageFault(
                description: "there are no snapshots in \(store.path)", hint: "take some with camkeep snapshot")
        }
        self.items = Self.named(items)
    }

    // MARK: - References

    private static func items(_ text: String, _ store: SnapshotStore) throws -> [Item] {
        if text.utf8.contains(UInt8(ascii: "*")), !text.utf8.contains(UInt8(ascii: "/")) {
            let cameras = try store.cameras().filter { Glob.matches(Array(text.utf8), Array($0.utf8)) }
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

    private static func item(_ entry: SnapshotEntry, _ store: SnapshotStore) -> Item {
        Item(name: entry.camera, source: entry.reference) { try store.load(entry) }
    }

    /// Two snapshots of one camera are told apart by their references; one that is named twice is audited once.
    private static func named(_ items: [Item]) -> [Item] {
        var seen: Set<String> = []
        let unique = items.filter { seen.insert($0.source).inserted }
        let counts = Dictionary(unique.map { ($0.name, 1) }, uniquingKeysWith: +)
        return unique.map { item in
            Item(name: counts[item.name] == 1 ? item.name : item.source, source: item.source, load: item.load)
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
            var next = limit
            while let (position, result) = await group.next() {
                results[position] = result
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
                loaded.cameras.append(AuditedCamera(name: item.name, source: item.source, snapshot: snapshot))
            case .failure(let error)?:
                let isDamaged = (error as? SnapshotError).map { $0.code != .unreadable } ?? false
                loaded.unread.append(UnreadCamera(name: item.name, reason: "\(error)", isDamaged: isDamaged))
            case nil: continue
            }
        }
        return loaded
    }
}
