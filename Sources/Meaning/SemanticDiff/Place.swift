import CameraSchema
import JSONTree

/// Where in a section a comparison stands, and what the schema says of it.
struct Place {
    var part: Change.Part
    var pointer: JSONPointer
    /// Nil if it is the same place in the old configuration.
    var oldPointer: JSONPointer?
    /// The outermost object around this place that is on one side only.
    var within: JSONPointer?
    var titles: [String]
    var field: Field?
    var impact: Impact

    init(_ part: Change.Part, _ pointer: JSONPointer, titles: [String], field: Field?, impact: Impact) {
        self.part = part
        self.pointer = pointer
        self.titles = titles
        self.field = field
        self.impact = impact
    }

    /// - Parameter title: nil for a container that reports do not name
    func inside(_ step: String, titled title: String?, field: Field?) -> Place {
        var place = self
        place.pointer = pointer.appending(step)
        place.oldPointer = oldPointer?.appending(step)
        if let title { place.titles.append(title) }
        place.field = field
        place.impact = field?.impact ?? impact
        return place
    }

    /// An item that may stand at different positions of a list.
    func item(old: Int, new: Int, _ title: String, _ field: Field) -> Place {
        var place = inside(String(new), titled: title, field: field)
        place.oldPointer = old == new && oldPointer == nil ? nil : (oldPointer ?? pointer).appending(old)
        return place
    }

    var placeInOld: JSONPointer { oldPointer ?? pointer }
}
