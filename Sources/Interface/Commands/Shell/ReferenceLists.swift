import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Snapshots
import Vault

/// What shell completion offers where only a file or the schema knows: the lists that `ValueKind.reference` names.
///
/// Nothing is opened but the inventory, the vault, the schema, and the folder of the one camera whose snapshots are asked for.
enum ReferenceLists {
    static func list(_ name: String, _ typed: String, _ values: ParsedValues) -> Completion {
        switch name {
        case "target": Completion(targets(values))
        case "camera": Completion(storedCameras(values))
        case "group": Completion(groups(inventory(values)))
        case "snapshot": snapshots(typed, values)
        case "configuration": configurations(typed, values)
        case "audited configuration": several(snapshots(typed, values), typed, values)
        case "compared configuration": several(configurations(typed, values), typed, values)
        case "endpoint": Completion(endpoints(values) { _ in true })
        case "section": Completion(endpoints(values, where: \.isWalked))
        case "path": Completion(endpoints(values, where: \.isWalked) + fields(typed, values))
        case "secret": Completion(secrets(values))
        case "kept secret": Completion(keptSecrets(values))
        default: .nothing
        }
    }

    // MARK: Inventory

    private static func targets(_ values: ParsedValues) -> [Completion.Candidate] {
        guard let inventory = inventory(values) else {
            return [.init("http://", help: "a camera's address"), .init("https://", help: "a camera's address")]
        }
        return inventory.cameras.map { .init($0.name, help: $0.target.address) } + groups(inventory, prefix: "@")
    }

    private static func groups(_ inventory: Inventory?, prefix: String = "") -> [Completion.Candidate] {
        guard let inventory else { return [] }
        var sizes: [String: Int] = [:]
        for group in inventory.cameras.flatMap({ Set($0.groups) }) { sizes[group, default: 0] += 1 }
        return sizes.keys.sorted().map { .init(prefix + $0, help: Wording.count(sizes[$0] ?? 0, "camera")) }
    }

    private static func inventory(_ values: ParsedValues) -> Inventory? {
        (try? InventoryOptions.load(values)).flatMap { $0 }
    }

    // MARK: Store

    private static func storedCameras(_ values: ParsedValues) -> [Completion.Candidate] {
        ((try? StoreOptions.store(values).cameras()) ?? []).map { .init($0) }
    }

    /// A camera's name; after `@` those of its snapshots; and files, which a reference with a slash always is.
    private static func snapshots(_ typed: String, _ values: ParsedValues) -> Completion {
        guard !typed.contains("/") else { return Completion(files: .files) }
        guard let at = typed.lastIndex(of: "@") else {
            let cameras = storedCameras(values)
            return Completion(cameras, files: cameras.contains { $0.text.hasPrefix(typed) } ? .none : .files)
        }
        return Completion(selectors(of: String(typed[..<at]), values))
    }

    private static func selectors(of camera: String, _ values: ParsedValues) -> [Completion.Candidate] {
        let store = StoreOptions.store(values)
        guard let cameras = try? store.cameras() else { return [] }
        guard !camera.isEmpty || cameras.count == 1 else { return selectorsOfEach(cameras, store) }
        let entries = (try? store.list(camera.isEmpty ? cameras.first : camera)) ?? []
        let positions = zip(["latest", "previous"], entries).map { ($0, $1.name.description) }
        let tags = entries.flatMap { entry in entry.tags.map { ($0, entry.name.description) } }
        let times = entries.map { ($0.name.description, $0.tags.joined(separator: ", ")) }
        return (positions + tags + times).map { .init("\(camera)@\($0)", help: $1) }
    }

    /// What may be said of each camera's own snapshots, as far as a look at some of the cameras tells.
    private static func selectorsOfEach(_ cameras: [String], _ store: SnapshotStore) -> [Completion.Candidate] {
        let entries = (try? store.list(in: Array(cameras.prefix(20)))) ?? []
        let tags = Set(entries.flatMap(\.tags)).sorted()
        return (["latest", "previous"] + tags).map { .init("@" + $0, help: "of each camera") }
    }

    private static let live = "live:"

    private static func configurations(_ typed: String, _ values: ParsedValues) -> Completion {
        guard !typed.hasPrefix(live) else {
            let cameras = targets(values).filter { !$0.text.hasPrefix("@") }
            return Completion(cameras.map { .init(live + $0.text, help: $0.help) })
        }
        var found = snapshots(typed, values)
        if !typed.contains("@"), !typed.contains("/") {
            found.candidates.append(.init(live, help: "a camera as it is now"))
            if live.hasPrefix(typed) { found.files = .none }
        }
        return found
    }

    /// Groups, and `live` for the cameras named before it, where several cameras may be meant.
    private static func several(_ found: Completion, _ typed: String, _ values: ParsedValues) -> Completion {
        guard !typed.contains("/"), !typed.hasPrefix(live), !typed.dropFirst().contains("@") else { return found }
        let others =
            groups(inventory(values), prefix: "@") + [.init("live", help: "the cameras named, as they are now")]
        let fits = others.contains { $0.text.hasPrefix(typed) }
        return Completion(
            found.candidates.filter { !$0.text.hasPrefix("@") } + others, files: fits ? .none : found.files)
    }

    private static func keptSecrets(_ values: ParsedValues) -> [Completion.Candidate] {
        let entries = (try? Vault(of: StoreOptions.store(values)).entries()) ?? []
        return Dictionary(grouping: entries, by: \.name).sorted { $0.key < $1.key }.map { name, entries in
            .init(name.description, help: entries.map(\.scope.wording).joined(separator: ", "))
        }
    }

    // MARK: Schema

    /// Areas and endpoints.
    private static func endpoints(
        _ values: ParsedValues, where isWanted: (Endpoint) -> Bool
    ) -> [Completion.Candidate] {
        guard let schema = try? SchemaOptions.schema(values) else { return [] }
        let endpoints = schema.endpointNames.compactMap { schema.endpoints[$0] }.filter(isWanted)
        var areas: [String] = []
        for area in endpoints.map({ String($0.name.prefix { $0 != "/" }) }) where !areas.contains(area) {
            areas.append(area)
        }
        return areas.map { .init($0, help: "all of \($0)") } + endpoints.map { .init($0.name, help: $0.title) }
    }

    /// The fields of the endpoint that is typed up to a dot.
    private static func fields(_ typed: String, _ values: ParsedValues) -> [Completion.Candidate] {
        guard let dot = typed.firstIndex(of: "."), let schema = try? SchemaOptions.schema(values),
            let endpoint = schema.endpoints[String(typed[..<dot])]
        else { return [] }
        return fields(below: endpoint.data, endpoint.name)
    }

    private static func fields(below field: Field, _ path: String) -> [Completion.Candidate] {
        guard case .object(let members) = field.type else { return [] }
        return members.flatMap { member in
            let inside = "\(path).\(member.name)"
            return [.init(inside, help: member.title)] + fields(below: member, inside)
        }
    }

    /// Those that need a selector end with the equals sign after which its value is typed.
    private static func secrets(_ values: ParsedValues) -> [Completion.Candidate] {
        guard let schema = try? SchemaOptions.schema(values) else { return [] }
        return schema.secretFields.map { .init(String($0.pattern(schema).prefix { $0 != "…" }), help: $0.title) }
    }
}
