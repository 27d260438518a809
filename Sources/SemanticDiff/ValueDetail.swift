import CameraSchema
import Configuration
import JSONTree

/// Reads what a change of one value means; nil where a value does not have its type's canonical form.
enum ValueDetail {
    static func detail(_ old: JSONValue, _ new: JSONValue, _ type: ValueType, unit: String?) -> Detail? {
        switch type {
        case .toggle:
            guard old.boolValue != nil, let isOn = new.boolValue else { return nil }
            return .toggle(isOn: isOn)
        case .integer:
            guard let old = old.integerValue, let new = new.integerValue else { return nil }
            return .number(NumberChange(old: old, new: new, unit: unit))
        case .timeOfDay:
            guard let old = old.stringValue.flatMap({ TimeOfDay($0) }),
                let new = new.stringValue.flatMap({ TimeOfDay($0) })
            else { return nil }
            return .timeOfDay(minutes: new.minutes - old.minutes)
        case .enumeration:
            guard let old = NamedNumber(canonical: old), let new = NamedNumber(canonical: new) else { return nil }
            return .enumeration(old: old, new: new)
        case .bitmask:
            guard let old = names(old), let new = names(new) else { return nil }
            return .bitmask(added: new.filter { !old.contains($0) }, removed: old.filter { !new.contains($0) })
        case .schedule(let shape):
            guard let old = WeeklySchedule(json: old), let new = WeeklySchedule(json: new) else { return nil }
            return .schedule(ScheduleChange(old: old, new: new, shape: shape))
        case .grid:
            guard let old = CellGrid(json: old), let new = CellGrid(json: new), old.columns == new.columns,
                old.rows == new.rows
            else { return nil }
            return .grid(GridChange(old: old, new: new))
        case .geometry(let shape):
            guard let old = Figure(json: old), let new = Figure(json: new) else { return nil }
            return .figure(FigureChange(old: old, new: new, shape: shape))
        case .text, .object, .list, .json:
            return nil
        }
    }

    private static func names(_ value: JSONValue) -> [String]? {
        let names = value.arrayValue?.compactMap(\.stringValue)
        return names?.count == value.arrayValue?.count ? names : nil
    }
}

extension NamedNumber {
    /// From `H.265 (1)` or a bare number.
    init?(canonical: JSONValue) {
        if let number = canonical.integerValue {
            self.init(number: number, name: nil)
            return
        }
        guard let text = canonical.stringValue, let number = Enumeration.number(inCanonical: text),
            let open = text.lastIndex(of: "(")
        else { return nil }
        let name = text[..<open]
        self.init(number: number, name: String(name.last == " " ? name.dropLast() : name))
    }
}
