import JSONTree

/// The secrets of a snapshot, sealed under the operator's keys: an age file in ASCII armour, which `age -d` opens.
/// What stands in it is not the snapshot file's subject (docs/snapshot-format.md, Sealed secrets).
package struct SealedPart: Sendable, Hashable {
    /// In bytes; a camera's secrets take a few hundred.
    package static let largest = 4 << 20
    private static let firstLine = "-----BEGIN AGE ENCRYPTED FILE-----\n"

    package let age: String

    /// Nil if the text does not begin as an armoured age file, or is too long.
    package init?(age: String) {
        guard age.utf8.starts(with: Self.firstLine.utf8), age.utf8.count <= Self.largest else { return nil }
        self.age = age
    }

    var json: JSONValue { ["age": .string(age)] }

    init(_ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context) throws(SnapshotError) {
        var reader = try ObjectReader(value, at: pointer, context)
        guard let part = SealedPart(age: try reader.text("age")) else {
            throw reader.error("expected an age file in ASCII armour", at: "age")
        }
        try reader.finish()
        self = part
    }
}
