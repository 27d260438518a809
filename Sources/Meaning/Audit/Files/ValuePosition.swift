import JSONTree

/// Finds where in a JSON text a value stands, for messages about it.
struct ValuePosition {
    private let bytes: [UInt8]
    private var position = 0

    /// - Parameter bytes: a text that was read strictly without a fault
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Line and column (in bytes) of the value at a place, both from 1; of the nearest container if there is no such place.
    static func of(_ pointer: JSONPointer, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var finder = ValuePosition(bytes)
        finder.skipBlanks()
        for step in pointer.steps {
            guard finder.enter(step) else { break }
        }
        let before = bytes[..<min(finder.position, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return (1 + before.count { $0 == UInt8(ascii: "\n") }, finder.position - lineStart + 1)
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
            position += 1
        }
    }

    /// Moves to a member or item of the container that begins here; stays if it has none of that name.
    private mutating func enter(_ step: String) -> Bool {
        let start = position
        let isObject = peek() == UInt8(ascii: "{")
        guard isObject || peek() == UInt8(ascii: "[") else { return false }
        position += 1
        var index = 0
        while true {
            skipBlanks()
            guard let byte = peek(), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else { break }
            var name = String(index)
            if isObject {
                let nameStart = position
                skipText()
                name = Self.text(Array(bytes[nameStart..<position]))
                skipBlanks()
            }
            if name == step { return true }
            skipValue()
            index += 1
        }
        position = start
        return false
    }

    private static func text(_ quoted: [UInt8]) -> String {
        let limits = JSONReader.Limits(bytes: quoted.count, depth: 1)
        return (try? JSONReader.readStrictly(quoted, limits: limits))?.stringValue ?? ""
    }

    private mutating func skipText() {
        position += 1
        while let byte = peek(), byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position = min(position + 1, bytes.count)
    }

    private mutating func skipValue() {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                skipText()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                position += 1
            case UInt8(ascii: ",") where depth == 0:
                return
            default:
                position += 1
                continue
            }
            if depth == 0 { return }
        }
    }
}
