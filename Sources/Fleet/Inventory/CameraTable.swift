import CommandLineTool
import Files

/// A table of cameras as spreadsheets export it: CSV (RFC 4180) whose first row names the columns. A semicolon or a tab may
/// stand for the comma.
package struct CameraTable: Sendable {
    package let entries: [InventoryEntry]

    private static let largest = 16 << 20
    static let columns = ["name", "address", "groups", "model", "user", "password-environment", "password-file"]
    private static let otherNames = [
        "host": "address", "ip": "address", "url": "address", "group": "groups", "camera": "name", "username": "user",
    ]

    /// - Throws: ``InventoryError`` with the line of every fault.
    package init(path: String) throws(InventoryError) {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: Self.largest)
        } catch {
            throw InventoryError(path, "the table cannot be read: \(error.reason)")
        }
        try self.init(bytes, path: path)
    }

    package init(_ bytes: [UInt8], path: String) throws(InventoryError) {
        guard
            let text = String(
                validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else { throw InventoryError(path, "the table is not UTF-8 text", hint: "save it as CSV UTF-8") }
        let rows = Self.rows(text)
        guard let header = rows.first else { throw InventoryError(path, "the table is empty") }
        var problems: [InventoryProblem] = []
        var columns: [String?] = []
        for cell in header.cells {
            let name = cell.lowercased().filter { !$0.isWhitespace }
            let known = Self.columns.contains(name) ? name : Self.otherNames[name]
            if known == nil || columns.contains(known) {
                let guess = Suggestion.closest(to: name, among: Self.columns).map { "did you mean \($0)? " } ?? ""
                problems.append(
                    InventoryProblem(
                        line: header.line, column: 1,
                        known == nil ? "there is no column \"\(cell)\"" : "the column \"\(cell)\" is there twice",
                        hint: guess + "the columns are \(Self.columns.joined(separator: ", "))"))
            }
            columns.append(known)
        }
        if problems.isEmpty, !columns.contains("address") {
            problems.append(
                InventoryProblem(
                    line: header.line, column: 1, "there is no column \"address\"",
                    hint: "the first row names the columns"))
        }
        guard problems.isEmpty else { throw InventoryError(path, problems) }
        var entries: [InventoryEntry] = []
        for row in rows.dropFirst() where row.cells.contains(where: { !$0.isEmpty }) {
            guard row.cells.count == columns.count else {
                problems.append(
                    InventoryProblem(
                        line: row.line, column: 1, "\(row.cells.count) cells in a table of \(columns.count) columns"))
                continue
            }
            var cells: [String: String] = [:]
            for (column, cell) in zip(columns, row.cells) where !cell.isEmpty { cells[column ?? ""] = cell }
            guard let address = cells["address"] else {
                problems.append(InventoryProblem(line: row.line, column: 1, "the address is missing"))
                continue
            }
            entries.append(Self.entry(cells, address))
        }
        guard problems.isEmpty else { throw InventoryError(path, problems) }
        self.entries = entries
    }

    private static func entry(_ cells: [String: String], _ address: String) -> InventoryEntry {
        let hasScheme = address.hasPrefix("http://") || address.hasPrefix("https://")
        var entry = InventoryEntry(
            name: cells["name"] ?? address.split(separator: "/").last.map {
                $0.split(separator: ":").joined(separator: "_")
            }
                ?? address,
            address: hasScheme ? address : "http://" + address)
        entry.groups =
            cells["groups"]?.split { ",; ".contains($0) }.map(String.init) ?? []
        entry.model = cells["model"]
        entry.user = cells["user"]
        entry.password =
            cells["password-environment"].map(PasswordSource.environment)
            ?? cells["password-file"].map(PasswordSource.file)
        return entry
    }

    /// A row, and the line on which it begins.
    private struct Row {
        let line: Int
        var cells: [String] = []
    }

    private static func rows(_ text: String) -> [Row] {
        let firstLine = text.prefix { !$0.isNewline }
        let separator = ["\t", ";"].first { firstLine.contains($0) }.flatMap(\.first) ?? ","
        var rows: [Row] = []
        var row = Row(line: 1)
        var cell = ""
        var isQuoted = false
        var line = 1
        func trimmed(_ cell: String) -> String {
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        var characters = text.makeIterator()
        var pending = characters.next()
        while let character = pending {
            pending = characters.next()
            if character.isNewline { line += 1 }
            if isQuoted {
                if character != "\"" {
                    cell.append(character)
                } else if pending == "\"" {
                    cell.append("\"")
                    pending = characters.next()
                } else {
                    isQuoted = false
                }
            } else if character == "\"", trimmed(cell).isEmpty {
                cell = ""
                isQuoted = true
            } else if character == separator {
                row.cells.append(trimmed(cell))
                cell = ""
            } else if character.isNewline {
                row.cells.append(trimmed(cell))
                rows.append(row)
                row = Row(line: line)
                cell = ""
            } else {
                cell.append(character)
            }
        }
        if !cell.isEmpty || !row.cells.isEmpty {
            row.cells.append(trimmed(cell))
            rows.append(row)
        }
        return rows.filter { $0.cells != [""] }
    }
}
