package import CameraSchema
import ConfigurationTestSupport
package import JSONTree
import TestSupport

/// Makes up pairs of configurations: some have nothing in common, some differ in a few places.
package struct RandomConfiguration {
    private var random: SeededGenerator
    private let seed: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    /// What two cameras answer.
    package mutating func answers(of endpoint: Endpoint) -> (old: JSONValue, new: JSONValue) {
        var (first, second) = (WireGenerator(seed: seed, .get), WireGenerator(seed: seed ^ 0xF0F0, .get))
        let (old, other) = (first.value(for: endpoint.data), second.value(for: endpoint.data))
        var new = old
        if chance(20) {
            new = other
        } else {
            for _ in 0..<Int.random(in: 0...4, using: &random) { new = edited(new, towards: other) }
        }
        return (old, new)
    }

    /// With one place as in the other document, or gone, or elsewhere.
    private mutating func edited(_ value: JSONValue, towards other: JSONValue) -> JSONValue {
        if chance(15) { return other }
        switch value {
        case .object(var object):
            guard let name = (object.names + (other.objectValue?.names ?? [])).randomElement(using: &random) else {
                return other
            }
            switch (object[name], other[name]) {
            case (_?, nil) where chance(30): object[name] = nil
            case (let old?, let new?): object[name] = edited(old, towards: new)
            case (let old?, nil): object[name] = edited(old, towards: .string("x"))
            case (nil, let new): object[name] = new
            }
            return .object(object)
        case .array(var items):
            guard let position = items.indices.randomElement(using: &random) else { return other }
            let target = Int.random(in: items.startIndex...items.endIndex, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: items.remove(at: position)
            case 1: items.insert(items[position], at: target)
            case 2: items.insert(items.remove(at: position), at: min(target, items.count))
            case 3: items.insert(other.arrayValue?.randomElement(using: &random) ?? other, at: target)
            default: items[position] = edited(items[position], towards: other.arrayValue?.last ?? other)
            }
            return .array(items)
        default: return other
        }
    }
}
