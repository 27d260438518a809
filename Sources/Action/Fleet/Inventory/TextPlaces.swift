import JSONTree

/// Finds where a value stands in a text that is known to be strict JSON.
struct TextPlaces {
    let bytes: [UInt8]

    /// The bytes of a value, without the name before it. Nil if there is no such place.
    func value(at pointer: JSONPointer) -> Range<Int>? {
        var start = skipBlanks(from: 0)
        for step in pointer.steps {
            guard let place = element(step, of: start) else { return nil }
            start = place.value
        }
        return start < bytes.count ? start..<endOfValue(start) : nil
    }

    /// Where a reader looks for it: at its name if it has one. Line and column are counted from 1, the column in bytes.
    func lineAndColumn(of pointer: JSONPointer) -> (line: Int, column: Int) {
        var offset = skipBlanks(from: 0)
        var start = offset
        for step in pointer.steps {
            guard let place = element(step, of: start) else { break }
            (offset, start) = place
        }
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (before.count { $0 == 0x0A } + 1, before.count - lineStart + 1)
    }

    /// Where an element of the object or list at `container` begins: its name, and its value.
    private func element(_ step: String, of container: Int) -> (name: Int, value: Int)? {
        guard container < bytes.count else { return nil }
        let isObject = bytes[container] == UInt8(ascii: "{")
        guard isObject || bytes[container] == UInt8(ascii: "[") else { return nil }
        var position = skipBlanks(from: container + 1)
        var index = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "}"), bytes[position] != UInt8(ascii: "]") {
            let name = position
            var isWanted = String(index) == step
            if isObject {
                let end = CommentedJSON.endOfText(bytes, position)
                isWanted = text(position..<end) == step
                // Over the colon.
                position = skipBlanks(from: skipBlanks(from: end) + 1)
            }
            if isWanted { return (name, position) }
            index += 1
            position = skipBlanks(from: endOfValue(position))
            if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
                position = skipBlanks(from: position + 1)
            }
        }
        return nil
    }

    private func text(_ range: Range<Int>) -> String? {
        let name = Array(bytes[range.clamped(to: bytes.indices)])
        return (try? JSONReader.readStrictly(name, limits: .init(bytes: name.count, depth: 1)))?.stringValue
    }

    /// The place after a value.
    private func endOfValue(_ start: Int) -> Int {
        var depth = 0
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = CommentedJSON.endOfText(bytes, position)
                if depth == 0 { return position }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return position }
                depth -= 1
                if depth == 0 { return position + 1 }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return position }
            default: break
            }
            position += 1
        }
        return position
    }

    private func skipBlanks(from start: Int) -> Int {
        var position = start
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        return position
    }
}
