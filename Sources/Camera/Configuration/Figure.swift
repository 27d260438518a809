import CameraSchema
package import JSONTree

/// A rectangle, line or polygon on the picture, in the units of its field (per cent, per ten thousand).
package struct Figure: Sendable, Hashable {
    package struct Point: Sendable, Hashable {
        package var x: Int
        package var y: Int
    }

    /// Two points for a rectangle or a line.
    package var points: [Point]

    // MARK: Canonical form

    /// `{"from": [x, y], "to": [x, y]}`, for polygons `[[x, y], …]`.
    package func json(isPolygon: Bool) -> JSONValue {
        let points = points.map { JSONValue.array([.integer($0.x), .integer($0.y)]) }
        return isPolygon || points.count != 2 ? .array(points) : ["from": points[0], "to": points[1]]
    }

    /// Nil if the value is not the canonical form of a figure.
    package init?(json: JSONValue) {
        let items = json.arrayValue ?? ["from", "to"].compactMap { json[$0] }
        points = items.compactMap(Self.point)
        guard points.count == items.count, points.count >= 2 else { return nil }
    }

    private static func point(_ json: JSONValue) -> Point? {
        guard let pair = json.arrayValue, pair.count == 2, let x = pair[0].integerValue, let y = pair[1].integerValue
        else { return nil }
        return Point(x: x, y: y)
    }

    // MARK: Wire form

    /// Nil if a member is missing or is no integer.
    init?(wire: JSONObject, _ shape: GeometryShape) {
        let numbers = shape.members.compactMap { wire[$0].flatMap(WireScalar.integer) }
        guard numbers.count == shape.members.count, numbers.count.isMultiple(of: 2) else { return nil }
        points = stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
    }

    /// Nil if the figure has another number of points than the wire.
    func wire(_ shape: GeometryShape) -> JSONObject? {
        let numbers = points.flatMap { [$0.x, $0.y] }
        guard numbers.count == shape.members.count else { return nil }
        return JSONObject(zip(shape.members, numbers.map(JSONValue.integer)))
    }
}
