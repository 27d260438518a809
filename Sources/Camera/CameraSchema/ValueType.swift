/// What a field's value means; its canonical form is in docs/schema.md, Types.
package indirect enum ValueType: Sendable, Hashable {
    case toggle(isInverted: Bool)
    case integer
    case text
    case enumeration(Enumeration)
    case bitmask(Enumeration)
    /// Minutes since midnight, 0–1440.
    case timeOfDay
    case schedule(ScheduleShape)
    case grid(GridShape)
    case geometry(GeometryShape)
    case object([Field])
    case list(item: Field, identity: ListIdentity)
    /// Kept as the camera sent it.
    case json
}

/// How the items of a list are told apart.
package enum ListIdentity: Sendable, Hashable {
    /// By the field of that canonical name.
    case key(String)
    /// By their position; the names, where there are any, are those of the positions.
    case position(names: [String])
    case content
}

/// How a week's schedule travels: seven days, Sunday first, of a fixed number of periods in minutes.
package struct ScheduleShape: Sendable, Hashable {
    /// Periods per day.
    package var slots: Int
    /// The meaning of a period's third number, if it has one.
    package var recordTypes: Enumeration?
    package var filler: Filler
    package var layout: PerDirection<Layout>

    package enum Filler: String, Sendable, Hashable {
        /// Unused slots are `[0, 0]` (or `[0, 0, 0]`).
        case zero
        /// Unused slots are `[]`.
        case empty
    }

    package enum Layout: Sendable, Hashable {
        /// A day is a list of periods.
        case lists
        /// A day is an object that holds a mode and the list of periods.
        case dayObjects(DayObject)
    }

    /// Wire names of a day's members (document 7.6.1).
    package struct DayObject: Sendable, Hashable {
        package var modeName: String
        package var modes: Enumeration
        /// The mode that says nothing beyond the periods themselves.
        package var standardMode: Int
        package var periodsName: String
    }
}

/// How a grid of cells travels: a code for its size and one integer per row, bit n being column n from the left.
package struct GridShape: Sendable, Hashable {
    package var delimiterName: String
    package var areaName: String
    /// Length of the list of rows on the wire.
    package var wireRows: Int
}

/// How a figure on the picture travels: as members x1, y1, x2, y2 …
package struct GeometryShape: Sendable, Hashable {
    package enum Figure: String, Sendable, Hashable {
        case rectangle
        case line
        case polygon
    }

    package var figure: Figure
    /// Wire names in the order x, y, x, y …
    package var members: [String]
    /// The coordinate of the picture's far edge: 100, 1,000 or 10,000.
    package var scale: Int
    /// Whether the members stand in the parent object rather than in one of their own.
    package var isFlat: Bool
}
