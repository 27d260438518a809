package import CameraSchema
import Configuration
package import JSONTree
import SemanticDiff

/// A field that is not as it was to be. Of secrets the values are stand-ins.
package struct FieldDifference: Sendable, Hashable {
    package let pointer: JSONPointer
    package let title: String
    /// Nil where there was to be nothing.
    package let wanted: JSONValue?
    /// Nil where the camera has nothing.
    package let found: JSONValue?

    init(pointer: JSONPointer, title: String, wanted: JSONValue?, found: JSONValue?) {
        self.pointer = pointer
        self.title = title
        self.wanted = wanted
        self.found = found
    }

    /// - Parameter change: from what was to be to what is
    init(_ change: Change) {
        self.init(
            pointer: change.pointer, title: change.title, wanted: change.shownOld, found: change.shownNew)
    }
}

extension Field {
    /// The title of the field at a place in canonical form; the place itself where no field describes it.
    package func title(of place: JSONPointer) -> String {
        let title = member(at: place)?.title ?? ""
        return title.isEmpty ? place.description : title
    }
}
