/// The lines of a key file that hold keys: everything but empty lines and comments, which begin with `#`.
struct KeyFileLines {
    /// Larger than the file of any installation, in bytes.
    static let largestFile = 1 << 20

    /// Lends each line with its number, from 1, without white space around it.
    static func forEach<Failure: Error>(
        in text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = text[...]
        var number = 0
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            line = line.drop(while: isSpace)
            while let last = line.last, isSpace(last) { line = line.dropLast() }
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            try body(UnsafeRawBufferPointer(rebasing: line), number)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
