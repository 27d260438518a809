package import CameraSchema
package import Configuration

/// How a rectangle, line or polygon on the picture changed.
package struct FigureChange: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable {
        case drawn
        case removed
        case moved
        case resized
        case reshaped
    }

    package var old: Figure
    package var new: Figure
    package var shape: GeometryShape

    package var outcome: Outcome {
        switch (old.isBlank, new.isBlank) {
        case (true, false): return .drawn
        case (false, true): return .removed
        default: break
        }
        if old.isMoved(to: new) { return .moved }
        return shape.figure == .rectangle ? .resized : .reshaped
    }

    /// The area in per mille of the picture; nil for a line, which has none.
    package var oldArea: Int? { area(old) }
    package var newArea: Int? { area(new) }

    private func area(_ figure: Figure) -> Int? {
        guard shape.figure != .line else { return nil }
        let area = figure.area(isRectangle: shape.figure == .rectangle)
        let share = area / (Double(shape.scale) * Double(shape.scale))
        return Int((min(share, 1000) * 1000).rounded())
    }
}

extension Figure {
    /// Cameras keep unused figures with all coordinates 0 (document 7.8.2, example).
    package var isBlank: Bool {
        points.allSatisfy { $0 == points.first }
    }

    fileprivate func isMoved(to other: Figure) -> Bool {
        guard points.count == other.points.count, let first = points.first, let otherFirst = other.points.first else {
            return false
        }
        let (x, y) = (otherFirst.x &- first.x, otherFirst.y &- first.y)
        return zip(points, other.points).allSatisfy { $1.x &- $0.x == x && $1.y &- $0.y == y }
    }

    /// In square units of the coordinates; of a polygon by the shoelace formula.
    fileprivate func area(isRectangle: Bool) -> Double {
        let corners = points.map { (x: Double($0.x), y: Double($0.y)) }
        if isRectangle {
            guard corners.count == 2 else { return 0 }
            return abs(corners[1].x - corners[0].x) * abs(corners[1].y - corners[0].y)
        }
        var doubled = 0.0
        for (position, corner) in corners.enumerated() {
            let next = corners[(position + 1) % corners.count]
            doubled += corner.x * next.y - next.x * corner.y
        }
        return abs(doubled) / 2
    }
}
