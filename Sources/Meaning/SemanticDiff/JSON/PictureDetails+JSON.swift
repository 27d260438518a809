import CameraSchema
import Configuration
import JSONTree

extension GridChange {
    var json: JSONObject {
        Detail.object(
            "grid", ("columns", .integer(new.columns)), ("rows", .integer(new.rows)), ("cells", .integer(total)),
            ("before", .integer(oldCount)), ("after", .integer(newCount)), ("added", .integer(added)),
            ("removed", .integer(removed)), ("addedCells", cells(new, without: old)),
            ("removedCells", cells(old, without: new)))
    }

    /// Ranges of columns by row, as in the canonical form of a grid.
    private func cells(_ grid: CellGrid, without other: CellGrid) -> JSONValue {
        var rest = grid
        rest.bits = grid.bits.reduce(into: [:]) { $0[$1.key] = $1.value & ~(other.bits[$1.key] ?? 0) }
        return rest.json["cells"] ?? [:]
    }
}

extension FigureChange {
    /// Areas in per mille of the picture; a line has none.
    var json: JSONObject {
        var object = Detail.object(
            "figure", ("figure", .string(shape.figure.rawValue)), ("outcome", .string(outcome.rawValue)))
        if let oldArea, let newArea {
            object["area"] = ["old": .integer(oldArea), "new": .integer(newArea)]
        }
        return object
    }
}
