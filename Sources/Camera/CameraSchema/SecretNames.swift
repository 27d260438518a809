/// Knows by its name which value is a secret, also where the schema knows nothing of it.
package struct SecretNames: Sendable {
    private let known: Set<String>

    /// Parts of names under which firmware sends passwords and keys.
    private static let marks = [
        "passw", "passphrase", "authpass", "privpass", "pwd", "secret", "token", "privkey", "privatekey",
        "presharedkey", "safekey", "apikey", "community", "verificationcode", "sessionid", "cookie", "credential",
    ]

    package init(_ field: Field) {
        known = Self.collect(field)
    }

    private static func collect(_ field: Field) -> Set<String> {
        switch field.type {
        case .object(let fields): fields.reduce(into: []) { $0.formUnion(collect($1)) }
        case .list(let item, _): collect(item)
        default: field.role == .secret ? Set(names(of: field).map(plain)) : []
        }
    }

    private static func names(of field: Field) -> [String] {
        [field.name, field.wireName.get, field.wireName.set] + field.alsoNamed
    }

    /// Without blanks and capitals, which firmware uses as it likes.
    private static func plain(_ name: String) -> String {
        name.filter { $0 != " " }.lowercased()
    }

    /// Whether a value of that wire name is to be hidden.
    package func contains(_ wireName: String) -> Bool {
        let name = Self.plain(wireName)
        if known.contains(name) { return true }
        let bytes = Array(name.utf8)
        return Self.marks.contains { Self.occurs(Array($0.utf8), in: bytes) }
    }

    /// In bytes, because a camera can send a name of a megabyte.
    private static func occurs(_ mark: [UInt8], in name: [UInt8]) -> Bool {
        guard let first = mark.first, name.count >= mark.count else { return false }
        return (0...name.count - mark.count).contains { start in
            name[start] == first && name[start..<start + mark.count].elementsEqual(mark)
        }
    }
}
