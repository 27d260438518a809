import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Snapshots
import Vault

/// What shell completion offers where only a file or the schema has the answer: the lists that `ValueKind.reference` names.
///
/// It opens the inventory, the vault, the schema, and the folder of the one camera whose snapshots are asked for, each only if a list
/// needs it. What cannot be read offers nothing.
struct ReferenceLists {
    private let store: SnapshotStore
    private let inventorySource: InventorySource
    private let schemaSource: SchemaSource

    /// - Parameter what stands on the line before the cursor
    init(_ values: ParsedValues) {
        store = StoreOptions.store(values)
        inventorySource = InventoryOptions.source(values)
        schemaSource = SchemaOptions.source(values)
    }

    func completion(of typed: String, from list: String) -> Completion {
        switch list {
        case "target": Completion(targets())
        case "camera": Completion(storedCameras())
        case "group": Completion(groups(of: inventory()))
        case "snapshot": snapshots(typed)
        case "configuration": configurations(typed)
        case "audited configuration": several(snapshots(typed), typed: typed)
        case "compared configuration": several(configurations(typed), typed: typed)
        case "endpoint": Completion(endpoints { _ in true })
        case "section": Completion(endpoints(where: \.isWalked))
        case "path": Completion(endpoints(where: \.isWalked) + fields(typed))
        case "secret": Completion(secrets())
        case "kept secret": Completion(keptSecrets())
        default: .nothing
        }
    }

    // MARK: Inventory

    private func targets() -> [Completion.Candidate] {
        guard let inventory = inventory() else {
            return [.init("http://", help: "a camera's address"), .init("https://", help: "a camera's address")]
        }
        return inventory.cameras.map { .init($0.name, help: $0.target.address) } + groups(of: inventory, prefix: "@")
    }

    private func groups(of inventory: Inventory?, prefix: String = "") -> [Completion.Candidate] {
        guard let inventory else { return [] }
        var sizes: [String: Int] = [:]
        for group in inventory.cameras.flatMap({ Set($0.groups) }) { sizes[group, default: 0] += 1 }
        return sizes.keys.sorted().map { .init(prefix + $0, help: Wording.count(sizes[$0] ?? 0, "camera")) }
    }

    private func inventory() -> Inventory? {
        (try? inventorySource.load()).flatMap { $0 }
    }

    // MARK: Store

    private func storedCameras() -> [Completion.Candidate] {
        ((try? store.cameras()) ?? []).map { .init($0) }
    }

    /// Names of cameras, or after `@` the snapshots of one; and files, as a reference with a slash always is one.
    private func snapshots(_ typed: String) -> Completion {
        guard !typed.contains("/") else { return Completion(files: .files) }
        guard let at = typed.lastIndex(of: "@") else {
            let cameras = storedCameras()
            return Completion(cameras, files: cameras.contains { $0.text.hasPrefix(typed) } ? .none : .files)
        }
        return Completion(selectors(of: String(typed[..<at])))
    }

    private func selectors(of camera: String) -> [Completion.Candidate] {
        guard let cameras = try? store.cameras() else { return [] }
        guard !camera.isEmpty || cameras.count == 1 else { return commonSelectors(of: cameras) }
        let entries = (try? store.list(camera.isEmpty ? cameras.first : camera)) ?? []
        let positions = zip(["latest", "previous"], entries).map { ($0, $1.name.description) }
        let tags = entries.flatMap { entry in entry.tags.map { ($0, entry.name.description) } }
        let times = entries.map { ($0.name.description, $0.tags.joined(separator: ", ")) }
        return (positions + tags + times).map { .init("\(camera)@\($0)", help: $1) }
    }

    /// What can stand after `@` for each camera's own snapshots. Tags come from the first cameras: reading all folders takes too long.
    private func commonSelectors(of cameras: [String]) -> [Completion.Candidate] {
        let entries = (try? store.list(in: Array(cameras.prefix(20)))) ?? []
        let tags = Set(entries.flatMap(\.tags)).sorted()
        return (["latest", "previous"] + tags).map { .init("@" + $0, help: "of each camera") }
    }

    private static let live = "live:"

    private func configurations(_ typed: String) -> Completion {
        guard !typed.hasPrefix(Self.live) else {
            let cameras = targets().filter { !$0.text.hasPrefix("@") }
            return Completion(cameras.map { .init(Self.live + $0.text, help: $0.help) })
        }
        var found = snapshots(typed)
        if !typed.contains("@"), !typed.contains("/") {
            found.candidates.append(.init(Self.live, help: "a camera as it is now"))
            if Self.live.hasPrefix(typed) { found.files = .none }
        }
        return found
    }

    /// Groups, and `live` for the cameras named before it, where several cameras may be meant.
    private func several(_ found: Completion, typed: String) -> Completion {
        guard !typed.contains("/"), !typed.hasPrefix(Self.live), !typed.dropFirst().contains("@") else { return found }
        let others =
            groups(of: inventory(), prefix: "@") + [.init("live", help: "the cameras named, as they are now")]
        let fits = others.contains { $0.text.hasPrefix(typed) }
        return Completion(
            found.candidates.filter { !$0.text.hasPrefix("@") } + others, files: fits ? .none : found.files)
    }

    private func keptSecrets() -> [Completion.Candidate] {
        let entries = (try? Vault(of: store).entries()) ?? []
        return Dictionary(grouping: entries, by: \.name).sorted { $0.key < $1.key }.map { name, entries in
            .init(name.description, help: entries.map(\.scope.wording).joined(separator: ", "))
        }
    }

    // MARK: Schema

    /// Areas and endpoints.
    private func endpoints(where isWanted: (Endpoint) -> Bool) -> [Completion.Candidate] {
        guard let schema = try? schemaSource.load() else { return [] }
        let endpoints = schema.endpointNames.compactMap { schema.endpoints[$0] }.filter(isWanted)
        var areas: [String] = []
        for area in endpoints.map({ String($0.name.prefix { $0 != "/" }) }) where !areas.contains(area) {
            areas.append(area)
        }
        return areas.map { .init($0, help: "all of \($0)") } + endpoints.map { .init($0.name, help: $0.title) }
    }

    /// The fields of the endpoint that is typed up to a dot.
    private func fields(_ typed: String) -> [Completion.Candidate] {
        guard let dot = typed.firstIndex(of: "."), let schema = try? schemaSource.load(),
            let endpoint = schema.endpoints[String(typed[..<dot])]
        else { return [] }
        return fields(below: endpoint.data, path: endpoint.name)
    }

    private func fields(below field: Field, path: String) -> [Completion.Candidate] {
        guard case .object(let members) = field.type else { return [] }
        return members.flatMap { member in
            let inside = "\(path).\(member.name)"
            return [.init(inside, help: member.title)] + fields(below: member, path: inside)
        }
    }

    /// Secrets that need a selector end with the equals sign, after which its value is typed.
    private func secrets() -> [Completion.Candidate] {
        guard let schema = try? schemaSource.load() else { return [] }
        return schema.secretFields.map { .init(String($0.pattern(schema).prefix { $0 != "…" }), help: $0.title) }
    }
}
