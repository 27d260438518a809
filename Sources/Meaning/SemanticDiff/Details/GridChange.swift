package import Configuration

/// How a set of cells over the picture changed.
package struct GridChange: Sendable, Hashable {
    package var old: CellGrid
    package var new: CellGrid

    package var added: Int { Self.count(new, without: old) }
    package var removed: Int { Self.count(old, without: new) }
    package var oldCount: Int { Self.count(old) }
    package var newCount: Int { Self.count(new) }
    /// Cells of the whole grid.
    package var total: Int { new.columns * new.rows }

    var isSameGrid: Bool { old.columns == new.columns && old.rows == new.rows }

    private static func count(_ grid: CellGrid, without other: CellGrid? = nil) -> Int {
        grid.bits.reduce(0) { $0 + ($1.value & ~(other?.bits[$1.key] ?? 0)).nonzeroBitCount }
    }
}
