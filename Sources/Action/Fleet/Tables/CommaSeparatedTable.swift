/// A table as spreadsheets export it: CSV (RFC 4180) whose first row names the columns. A semicolon or a tab may stand for the
/// comma; blanks around a cell are no part of it, unless it is quoted.
package struct CommaSeparatedTable: Sendable {
    /// A row, and the line on which it begins.
    package struct Row: Sendable {
        package let line: Int
        package let cells: [String]
    }

    package let header: Row
    /// Without empty lines.
    package let rows: [Row]

    package struct Fault: Error, Sendable, CustomStringConvertible {
        package let line: Int
        package let reason: String

        package var description: String { "line \(line): \(reason)" }
    }

    private static let mostRows = 100_000

    /// - Parameter text: may begin with a byte order mark
    /// - Throws: ``Fault``. Rows with too few or too many cells are none: see ``unevenRows``
    package init(_ text: String) throws(Fault) {
        var records: [Row] = []
        var scanner = Scanner(text)
        while let record = try scanner.record() {
            if record.cells == [""] { continue }
            records.append(record)
            guard records.count <= Self.mostRows else {
                throw Fault(line: record.line, reason: "more than \(Self.mostRows) rows")
            }
        }
        guard let first = records.first else { throw Fault(line: 1, reason: "the table is empty") }
        header = first
        rows = Array(records.dropFirst())
    }

    /// The rows that have not as many cells as the header.
    package var unevenRows: [Fault] {
        rows.filter { $0.cells.count != header.cells.count }.map { row in
            Fault(line: row.line, reason: "\(row.cells.count) cells, but the header has \(header.cells.count)")
        }
    }

    /// Reads one record at a time.
    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private let separator: Unicode.Scalar
        private var position = 0
        private var line = 1

        init(_ text: String) {
            let scalars = Array(text.unicodeScalars)
            // Spreadsheets put a byte order mark in front.
            self.scalars = scalars.first?.value == 0xFEFF ? Array(scalars.dropFirst()) : scalars
            separator = ["\t", ";"].first(where: Self.unquotedFirstLine(scalars).contains) ?? ","
        }

        private static func unquotedFirstLine(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
            var isQuoted = false
            return scalars.prefix { $0 != "\n" && $0 != "\r" }.filter { scalar in
                if scalar == "\"" { isQuoted.toggle() }
                return !isQuoted
            }
        }

        private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

        mutating func record() throws(Fault) -> Row? {
            guard next != nil else { return nil }
            let begin = line
            var cells: [String] = []
            while true {
                skipBlanks()
                cells.append(next == "\"" ? try quoted() : plain())
                if next == separator {
                    position += 1
                    continue
                }
                endLine()
                return Row(line: begin, cells: cells)
            }
        }

        private mutating func skipBlanks() {
            while next == " " { position += 1 }
        }

        private mutating func endLine() {
            if next == "\r" { position += 1 }
            if next == "\n" { position += 1 }
            line += 1
        }

        private mutating func plain() -> String {
            var cell = String.UnicodeScalarView()
            while let scalar = next, scalar != separator, scalar != "\n", scalar != "\r" {
                cell.append(scalar)
                position += 1
            }
            while cell.last == " " { cell.removeLast() }
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
                    skipBlanks()
                    guard next == nil || next == separator || next == "\n" || next == "\r" else {
                        throw Fault(line: line, reason: "only a comma or the end may follow a closing quote")
                    }
                    return String(cell)
                }
                cell.append(scalar)
                position += 1
            }
            throw Fault(line: begin, reason: "the quote is not closed")
        }
    }
}
