import Files
import Text

/// A table of cameras, a row for each.
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
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw InventoryError(path, "the table is not UTF-8 text", hint: "save it as CSV UTF-8")
        }
        let table: CommaSeparatedTable
        do throws(CommaSeparatedTable.Fault) {
            table = try CommaSeparatedTable(text)
        } catch {
            throw InventoryError(path, [InventoryProblem(line: error.line, column: 1, error.reason)])
        }
        let header = table.header
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
                        known == nil ? "there is no column \"\(cell)\"" : "the column \"\(cell)\" appears twice",
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
        problems += table.unevenRows.map { InventoryProblem(line: $0.line, column: 1, $0.reason) }
        guard problems.isEmpty else { throw InventoryError(path, problems) }
        for row in table.rows where row.cells.contains(where: { !$0.isEmpty }) {
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
}
