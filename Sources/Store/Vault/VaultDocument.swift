import JSONTree
package import Snapshots

/// The vault's file: canonical JSON, sorted by scope and name.
struct VaultDocument: Sendable, Hashable {
    static let fileName = "vault.json"
    static let largest = 16 << 20
    private static let formatName = "camkeep-vault"
    private static let version = "1.0"

    private(set) var entries: [VaultEntry]

    init(_ entries: [VaultEntry] = []) {
        self.entries = entries.sorted(by: Self.precedes)
    }

    private static func precedes(_ left: VaultEntry, _ right: VaultEntry) -> Bool {
        left.scope == right.scope ? left.name < right.name : left.scope < right.scope
    }

    func entry(_ scope: VaultScope, _ name: SecretName) -> VaultEntry? {
        entries.first { $0.scope == scope && $0.name == name }
    }

    /// Takes the place of one with the same scope and name.
    mutating func put(_ entry: VaultEntry) {
        self = VaultDocument(entries.filter { ($0.scope, $0.name) != (entry.scope, entry.name) } + [entry])
    }

    /// Whether there was one.
    mutating func remove(_ scope: VaultScope, _ name: SecretName) -> Bool {
        let rest = entries.filter { ($0.scope, $0.name) != (scope, name) }
        defer { entries = rest }
        return rest.count != entries.count
    }

    // MARK: - JSON

    var bytes: [UInt8] {
        JSONWriter.canonical([
            "format": .string(Self.formatName), "version": .string(Self.version),
            "entries": .array(
                entries.map { entry in
                    [
                        "scope": .string(entry.scope.description), "secret": .string(entry.name.description),
                        "set": .string(entry.set.description), "age": .string(entry.sealed.age),
                    ]
                }),
        ])
    }

    /// - Parameter path: what errors call the file.
    init(_ bytes: [UInt8], path: String) throws(VaultError) {
        func damaged(_ detail: String) -> VaultError { VaultError(.damaged, detail, of: path) }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONReader.readStrictly(bytes, limits: .init(bytes: Self.largest, depth: 8))
        } catch {
            throw damaged("this is not valid JSON: \(error)")
        }
        guard document["format"] == .string(Self.formatName) else { throw damaged("this is not a vault of CamKeep") }
        guard document["version"] == .string(Self.version) else {
            throw VaultError(.unsupportedVersion, "this vault was written by a newer CamKeep", of: path)
        }
        guard document.objectValue?.count == 3, let items = document["entries"]?.arrayValue else {
            throw damaged("the list of entries is missing, or there are other members")
        }
        var entries: [VaultEntry] = []
        for (position, item) in items.enumerated() {
            guard let entry = VaultEntry(item) else { throw damaged("entry \(position + 1) is malformed") }
            if let last = entries.last, !Self.precedes(last, entry) {
                throw damaged("entry \(position + 1) is out of order or appears twice")
            }
            entries.append(entry)
        }
        self.entries = entries
    }
}

extension VaultEntry {
    fileprivate init?(_ json: JSONValue) {
        guard json.objectValue?.count == 4, let scope = json["scope"]?.stringValue.flatMap(VaultScope.init),
            let name = json["secret"]?.stringValue.flatMap(SecretName.init),
            let set = json["set"]?.stringValue.flatMap(SnapshotTime.init),
            let sealed = json["age"]?.stringValue.flatMap(SealedPart.init(age:))
        else { return nil }
        self.init(scope: scope, name: name, set: set, sealed: sealed)
    }
}

/// One sealed secret of the vault. That it is there, and for whom, is no secret.
package struct VaultEntry: Sendable, Hashable {
    package let scope: VaultScope
    package let name: SecretName
    /// When it was set.
    package let set: SnapshotTime
    /// An armoured age file.
    package let sealed: SealedPart

    package init(scope: VaultScope, name: SecretName, set: SnapshotTime, sealed: SealedPart) {
        self.scope = scope
        self.name = name
        self.set = set
        self.sealed = sealed
    }

    /// `network/ftp.password of camera front-door`
    package var wording: String { "\(name) of \(scope.wording)" }
}
