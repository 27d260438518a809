import CameraSchema
import JSONTree

/// Width and height of a stream: one decision of the operator, so one change.
struct Resolution {
    static let names = ["width", "height"]

    let change: ResolutionChange
    let impact: Impact

    /// Nil unless the object has both, as numbers on both sides, and one of them changed.
    init?(_ old: JSONObject, _ new: JSONObject, _ fields: [Field]) {
        guard let width = fields.first(where: { $0.name == "width" }), fields.contains(where: { $0.name == "height" }),
            let oldWidth = old["width"]?.integerValue, let oldHeight = old["height"]?.integerValue,
            let newWidth = new["width"]?.integerValue, let newHeight = new["height"]?.integerValue,
            (oldWidth, oldHeight) != (newWidth, newHeight)
        else { return nil }
        change = ResolutionChange(
            oldWidth: oldWidth, oldHeight: oldHeight, newWidth: newWidth, newHeight: newHeight)
        impact = width.impact
    }

    var old: JSONValue { ["width": .integer(change.oldWidth), "height": .integer(change.oldHeight)] }
    var new: JSONValue { ["width": .integer(change.newWidth), "height": .integer(change.newHeight)] }

    func covers(_ name: String) -> Bool {
        Self.names.contains(name)
    }
}
