import CameraSchema
package import JSONTree

/// A set of cells of a grid that is laid over the picture, as motion detection uses it.
package struct CellGrid: Sendable, Hashable {
    package var columns: Int
    package var rows: Int
    /// Bit n of row r is the cell in column n from the left. Rows and columns beyond the grid are kept if a camera sets them.
    package var bits: [Int: UInt32]

    /// Columns and rows by the code of the delimiter (field facts, Values: `delimitType`).
    private static let sizes: [Int: (columns: Int, rows: Int)] = [0x20: (8, 8), 0x21: (22, 18)]
    private static let rowLimit = 64

    // MARK: Canonical form

    /// `{"columns": 22, "rows": 18, "cells": {"4": "10-21"}}`
    package var json: JSONValue {
        let cells = bits.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        return [
            "columns": .integer(columns), "rows": .integer(rows),
            "cells": .object(JSONObject(cells.map { (String($0.key), .string(Self.ranges(of: $0.value))) })),
        ]
    }

    /// Nil if the value is not the canonical form of a grid.
    package init?(json: JSONValue) {
        guard let columns = json["columns"]?.integerValue, let rows = json["rows"]?.integerValue,
            (1...Self.rowLimit).contains(columns), (1...Self.rowLimit).contains(rows),
            let cells = json["cells"]?.objectValue
        else { return nil }
        self.columns = columns
        self.rows = rows
        bits = [:]
        for (key, value) in cells {
            guard let row = Int(key), (0..<Self.rowLimit).contains(row),
                let rowBits = value.stringValue.flatMap(Self.bits(of:))
            else { return nil }
            bits[row] = rowBits
        }
    }

    /// `10-21` or `0,2-5,31`: the columns that are set.
    private static func ranges(of bits: UInt32) -> String {
        var ranges: [String] = []
        var column = 0
        while column < 32 {
            let start = column
            while column < 32, bits & (1 << column) != 0 { column += 1 }
            if column > start { ranges.append(column - start == 1 ? "\(start)" : "\(start)-\(column - 1)") }
            column += 1
        }
        return ranges.joined(separator: ",")
    }

    private static func bits(of ranges: String) -> UInt32? {
        var bits: UInt32 = 0
        for range in ranges.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1],
                0 <= first, first <= last, last < 32
            else { return nil }
            for column in first...last { bits |= 1 << column }
        }
        return bits
    }

    // MARK: Wire form

    /// Nil if the delimiter is no code of a grid or a row is no mask of 32 bits.
    init?(wire: JSONObject, _ shape: GridShape) {
        guard let code = wire[shape.delimiterName].flatMap(WireScalar.integer), let size = Self.sizes[code],
            let area = wire[shape.areaName]?.arrayValue, area.count <= Self.rowLimit
        else { return nil }
        (columns, rows) = size
        bits = [:]
        for (row, item) in area.enumerated() {
            guard let mask = WireScalar.integer(item).flatMap(Self.mask) else { return nil }
            if mask != 0 { bits[row] = mask }
        }
    }

    /// Some firmware writes the mask as a signed number.
    private static func mask(_ number: Int) -> UInt32? {
        UInt32(exactly: number) ?? Int32(exactly: number).map(UInt32.init(bitPattern:))
    }

    /// Nil if the grid has a size without a code, or a row beyond the list.
    func wire(_ shape: GridShape) -> JSONObject? {
        guard let code = Self.sizes.first(where: { $0.value == (columns, rows) })?.key,
            (bits.keys.max() ?? 0) < shape.wireRows
        else { return nil }
        let area = (0..<shape.wireRows).map { JSONValue.integer(Int(bits[$0] ?? 0)) }
        return JSONObject([(shape.delimiterName, .integer(code)), (shape.areaName, .array(area))])
    }
}
