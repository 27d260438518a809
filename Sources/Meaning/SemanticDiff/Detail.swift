/// What a change means, by the type of the field.
package enum Detail: Sendable, Hashable {
    case toggle(isOn: Bool)
    case number(NumberChange)
    case timeOfDay(minutes: Int)
    case enumeration(old: NamedNumber, new: NamedNumber)
    case bitmask(added: [String], removed: [String])
    case schedule(ScheduleChange)
    case grid(GridChange)
    case figure(FigureChange)
    case resolution(ResolutionChange)
    /// An item of a list appeared, vanished or moved.
    case item(name: String)
    case secret(SecretChange)
    /// The section itself: its status before and after.
    case section(old: SectionStatus, new: SectionStatus)
    /// Texts, values without a counterpart, values that do not fit their type, and what the schema does not know.
    case plain
}

/// An integer with its unit.
package struct NumberChange: Sendable, Hashable {
    package var old: Int
    package var new: Int
    package var unit: String?

    /// At most what an integer holds: values from a file can be anything.
    package var difference: Int {
        let (difference, isBeyond) = new.subtractingReportingOverflow(old)
        return isBeyond ? (new < old ? Int.min : Int.max) : difference
    }
}

/// The value of an enumeration; the name is nil if it is not known.
package struct NamedNumber: Sendable, Hashable {
    package var number: Int
    package var name: String?
}

/// Width and height of a stream, which change together.
package struct ResolutionChange: Sendable, Hashable {
    package var oldWidth: Int
    package var oldHeight: Int
    package var newWidth: Int
    package var newHeight: Int
}

/// What can be said of a secret without knowing it.
package enum SecretChange: String, Sendable, Hashable {
    case changed
    case wasSet = "set"
    case wasCleared = "cleared"
    /// There is one on both sides, and nothing tells whether it is the same.
    case notComparable
}

/// What became of a section in a snapshot.
package enum SectionStatus: Sendable, Hashable {
    /// It is in the snapshot.
    case present
    /// The snapshot does not speak of it.
    case absent
    case unsupported(reason: String)
    case failed(reason: String)
}
