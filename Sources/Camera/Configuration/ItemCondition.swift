import CameraSchema
import JSONTree

/// Tells the items of a list that were configured from those that only happen to be there, such as the Wi-Fi networks in the air.
struct ItemCondition {
    private let conditions: [String: Int]
    private let item: Field
    private let volatileItem: Field
    private let names: FieldNames

    init(_ conditions: [String: Int], item: Field, in direction: Direction) {
        self.conditions = conditions
        self.item = item
        var volatileItem = item
        volatileItem.role = .volatile
        self.volatileItem = volatileItem
        let fields: [Field] = if case .object(let fields) = item.type { fields } else { [] }
        names = FieldNames(fields, direction)
    }

    /// The description of that item, with the role that its own members give it.
    func field(for wire: JSONValue) -> Field {
        guard !conditions.isEmpty, let object = wire.objectValue else { return item }
        let isConfigured = names.fields(of: object).contains { wireName, field in
            guard let number = conditions[field.name] else { return false }
            return object[wireName].flatMap(WireScalar.integer) == number
        }
        return isConfigured ? item : volatileItem
    }
}
