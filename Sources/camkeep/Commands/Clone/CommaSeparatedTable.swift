/// A table of comma-separated values (RFC 4180): a header, and rows with as many cells.
struct CommaSeparatedTable {
    let header: [String]
    /// With the line on which each begins.
    let rows: [(line: Int, cells: [String])]

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private static let mostRows = 100_000

    /// - Throws: ``Fault`` that names the line
    init(_ text: String) throws(Fault) {
        var records: [(line: Int, cells: [String])] = []
        var scanner = Scanner(text)
        while let record = try scanner.record() {
            if record.cells == [""] { continue }
            records.append(record)
            guard records.count <= Self.mostRows else { throw Fault(description: "more than \(Self.mostRows) rows") }
        }
        guard let first = records.first else { throw Fault(description: "the table is empty") }
        header = first.cells
        rows = Array(records.dropFirst())
        for name in header where header.count(where: { $0 == name }) > 1 {
            throw Fault(description: "line \(first.line): the column \(name) is there twice")
        }
        for row in rows where row.cells.count != header.count {
            throw Fault(
                description: "line \(row.line): \(row.cells.count) cells, where the header has \(header.count)")
        }
    }

    /// Reads one record at a time.
    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private var position = 0
        private var line = 1

        init(_ text: String) {
            let scalars = Array(text.unicodeScalars)
            // Spreadsheets put a byte order mark in front.
            self.scalars = scalars.first?.value == 0xFEFF ? Array(scalars.dropFirst()) : scalars
        }

        private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

        mutating func record() throws(Fault) -> (line: Int, cells: [String])? {
            guard next != nil else { return nil }
            let begin = line
            var cells: [String] = []
            while true {
                cells.append(next == "\"" ? try quoted() : plain())
                switch next {
                case ","?: position += 1
                case nil:
                    return (begin, cells)
                default:
                    endLine()
                    return (begin, cells)
                }
            }
        }

        private mutating func endLine() {
            if next == "\r" { position += 1 }
            if next == "\n" { position += 1 }
            line += 1
        }

        private mutating func plain() -> String {
            var cell = String.UnicodeScalarView()
            while let scalar = next, scalar != ",", scalar != "\n", scalar != "\r" {
                cell.append(scalar)
                position += 1
            }
            return String(cell)
        }

        private mutating func quoted() throws(Fault) -> String {
            let begin = line
            position += 1
            var cell = String.UnicodeScalarView()
            while let scalar = next {
                position += 1
                if scalar == "\n" { line += 1 }
                guard scalar == "\"" else {
                    cell.append(scalar)
                    continue
                }
                guard next == "\"" else {
                    guard next == nil || next == "," || next == "\n" || next == "\r" else {
                        throw Fault(description: "line \(line): after the closing quote comes a comma or the end")
                    }
                    return String(cell)
                }
                cell.append(scalar)
                position += 1
            }
            throw Fault(description: "line \(begin): the quote is not closed")
        }
    }
}
