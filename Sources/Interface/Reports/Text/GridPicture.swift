import Configuration
import SemanticDiff
import Text

/// The cells of a grid as rows of signs: kept, gained, lost, free. Only the rows around a change are shown.
struct GridPicture {
    private static let labelWidth = 4

    private let change: GridChange
    private let style: OutputStyle

    init(_ change: GridChange, _ style: OutputStyle) {
        self.change = change
        self.style = style
    }

    /// Nothing if the width is too small.
    func lines(width: Int) -> [String] {
        let columns = min(change.new.columns, UInt32.bitWidth)
        guard Self.labelWidth + 2 * columns <= width, let rows else { return [] }
        return rows.map { row in DisplayWidth.leftPadded(String(row + 1), to: 3) + " " + signs(row, columns) }
            + ["    ██ kept  ++ gained  -- lost  ·· free"].filter { DisplayWidth.of($0) <= width }
    }

    /// From the row above the first change to the row below the last. Nil if nothing on the picture changed.
    private var rows: ClosedRange<Int>? {
        let changed = (0..<change.new.rows).filter { change.old.bits[$0] ?? 0 != change.new.bits[$0] ?? 0 }
        guard let first = changed.first, let last = changed.last else { return nil }
        return max(first - 1, 0)...min(last + 1, change.new.rows - 1)
    }

    /// Two signs a cell, so that cells are about as wide as they are high.
    private func signs(_ row: Int, _ columns: Int) -> String {
        let (old, new) = (change.old.bits[row] ?? 0, change.new.bits[row] ?? 0)
        var text = ""
        var column = 0
        while column < columns {
            let look = Look(old, new, at: column)
            let start = column
            while column < columns, Look(old, new, at: column) == look { column += 1 }
            text += styled(String(repeating: look.rawValue, count: column - start), look)
        }
        return text
    }

    private func styled(_ run: String, _ look: Look) -> String {
        switch look {
        case .kept: run
        case .gained: style.green(run)
        case .lost: style.red(run)
        case .free: style.dim(run)
        }
    }

    private enum Look: String {
        case kept = "██"
        case gained = "++"
        case lost = "--"
        case free = "··"

        init(_ old: UInt32, _ new: UInt32, at column: Int) {
            switch (old & (1 << column) != 0, new & (1 << column) != 0) {
            case (true, true): self = .kept
            case (false, true): self = .gained
            case (true, false): self = .lost
            case (false, false): self = .free
            }
        }
    }
}
