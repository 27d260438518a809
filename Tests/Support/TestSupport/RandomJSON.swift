package import JSONTree

/// Random JSON documents with the awkward cases in them: empty names, escapes, texts beyond ASCII, deep nesting, edge numbers.
package struct RandomJSON {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    package mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .integer(integer())
        case 3: JSONNumber(decimal()).map(JSONValue.number) ?? .null
        case 4: .string(text())
        case 5: .array((0..<Int.random(in: 0...5, using: &generator)).map { _ in value(depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0...20, using: &generator)).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }

    private mutating func integer() -> Int {
        let choices = [0, -1, 1, 1440, 255, 1 << 31, 1 << 53, -(1 << 53)]
        return choices.randomElement(using: &generator) ?? 0
    }

    private mutating func decimal() -> Double {
        Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 128
            * (Bool.random(using: &generator) ? 1e-9 : 1e25)
    }

    package mutating func text() -> String {
        let pieces = [
            "a", "Z", "\"", "\\", "/", "\n", "\u{1B}[31m", "é", "e\u{301}", "密码", "😀", " ", "\u{7F}", "~", "0",
        ]
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }
}
