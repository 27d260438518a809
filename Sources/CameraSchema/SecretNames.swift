/// Knows by its name which value is a secret, also where the schema knows nothing of it.
package struct SecretNames: Sendable {
    private let known: Set<String>

    /// Parts of names under which firmware sends passwords and keys.
    private static let marks = ["passw", "passphrase", "pwd", "secret", "token", "privkey", "presharedkey"]

    package init(_ field: Field) {
        known = Self.collect(field)
    }

    private static func collect(_ field: Field) -> Set<String> {
        switch field.type {
        case .object(let fields): fields.reduce(into: []) { $0.formUnion(collect($1)) }
        case .list(let item, _): collect(item)
        default: field.role == .secret ? Set([field.wireName.get, field.wireName.set] + field.alsoNamed) : []
        }
    }

    /// Whether a value of that wire name is to be hidden.
    package func contains(_ wireName: String) -> Bool {
        if known.contains(wireName) { return true }
        let name = wireName.lowercased()
        return Self.marks.contains { mark in
            name.indices.contains { name[$0...].hasPrefix(mark) }
        }
    }
}
