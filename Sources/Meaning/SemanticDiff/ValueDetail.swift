import CameraSchema
import Configuration
import JSONTree

/// What the change of one value means.
enum ValueDetail {
    case change(Detail)
    /// Other words for the same.
    case sameMeaning
    /// The type says nothing of it, or a value does not have the type's canonical form.
    case unknown

    init(_ old: JSONValue, _ new: JSONValue, _ type: ValueType, unit: String?) {
        switch type {
        case .toggle:
            self = Self.reading(old, new, by: \.boolValue) { .toggle(isOn: $1) }
        case .integer:
            self = Self.reading(old, new, by: \.integerValue) { .number(NumberChange(old: $0, new: $1, unit: unit)) }
        case .timeOfDay:
            self = Self.reading(old, new, by: { $0.stringValue.flatMap { TimeOfDay($0) } }) {
                .timeOfDay(minutes: $1.minutes - $0.minutes)
            }
        case .enumeration:
            self = Self.reading(old, new, by: NamedNumber.init(canonical:), isSame: { $0.number == $1.number }) {
                .enumeration(old: $0, new: $1)
            }
        case .bitmask:
            self = Self.reading(old, new, by: BitNames.init(canonical:)) { old, new in
                .bitmask(added: new.names(without: old), removed: old.names(without: new))
            }
        case .schedule(let shape):
            self = Self.reading(old, new, by: WeeklySchedule.init(json:)) {
                .schedule(ScheduleChange(old: $0, new: $1, shape: shape))
            }
        case .grid:
            self = Self.reading(old, new, by: CellGrid.init(json:)) { .grid(GridChange(old: $0, new: $1)) }
        case .geometry(let shape):
            self = Self.reading(old, new, by: Figure.init(json:)) {
                .figure(FigureChange(old: $0, new: $1, shape: shape))
            }
        case .text, .object, .list, .json:
            self = .unknown
        }
        // Cells of different grids cannot be counted against each other.
        if case .change(.grid(let grid)) = self, !grid.isSameGrid { self = .unknown }
    }

    private static func reading<Value: Equatable>(
        _ old: JSONValue, _ new: JSONValue, by read: (JSONValue) -> Value?,
        isSame: (Value, Value) -> Bool = { $0 == $1 },
        detail: (Value, Value) -> Detail
    ) -> ValueDetail {
        guard let old = read(old), let new = read(new) else { return .unknown }
        return isSame(old, new) ? .sameMeaning : .change(detail(old, new))
    }
}

/// The bits of a mask with the texts that name them.
private struct BitNames: Equatable {
    private var names: [(bit: Int, name: String)] = []

    /// Nil if the value is no list of bits.
    init?(canonical: JSONValue) {
        guard let items = canonical.arrayValue else { return nil }
        for item in items {
            guard let name = item.stringValue, let bit = Enumeration.bit(inCanonical: name) else { return nil }
            if !names.contains(where: { $0.bit == bit }) { names.append((bit, name)) }
        }
    }

    func names(without others: BitNames) -> [String] {
        names.filter { entry in !others.names.contains { $0.bit == entry.bit } }.map(\.name)
    }

    /// The names are not compared: a newer schema may word them differently.
    static func == (left: BitNames, right: BitNames) -> Bool {
        left.names.map(\.bit).sorted() == right.names.map(\.bit).sorted()
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
