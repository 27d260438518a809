import CameraSchema
import JSONTree
import Snapshots

/// The roles that two snapshots note for the places of one section.
struct SectionRoles {
    private let old: [Role: [JSONPointer]]
    private let new: [Role: [JSONPointer]]

    /// The first that applies counts: a place inside a volatile one is volatile, whatever it is by itself.
    private static let order: [Role] = [.volatile, .action, .constraint, .readOnly, .identity, .secret, .key]

    /// The sides that have a place.
    enum Sides {
        case old
        case new
        case both
    }

    init(_ old: SectionRecord, _ new: SectionRecord) {
        self.old = old.roles
        self.new = new.roles
    }

    /// The role of a place that is on the sides named. Where they disagree, it counts as configuration:
    /// a network that was only in the air and is set up now is a change.
    func role(of place: Place, on sides: Sides) -> Role {
        guard sides != .old else { return Self.role(of: place.placeInOld, in: old) }
        let role = Self.role(of: place.pointer, in: new)
        guard sides == .both, !role.isConfiguration else { return role }
        let oldRole = Self.role(of: place.placeInOld, in: old)
        return oldRole.isConfiguration ? oldRole : role
    }

    private static func role(of pointer: JSONPointer, in roles: [Role: [JSONPointer]]) -> Role {
        order.first { roles[$0]?.contains { $0.contains(pointer) } ?? false } ?? .setting
    }

    /// The list without what is left out of the comparison.
    static func items(
        _ items: [JSONValue], at place: JSONPointer, in record: SectionRecord, without isLeftOut: (Role) -> Bool
    ) -> [JSONValue] {
        let leftOut = record.roles.filter { isLeftOut($0.key) }.values.joined()
        if leftOut.contains(where: { $0.contains(place) }) { return items.map { _ in .null } }
        let inside = leftOut.filter { place.contains($0) }
        guard !inside.isEmpty else { return items }
        let places = inside.map { JSONPointer(Array($0.steps.dropFirst(place.steps.count))) }
        return JSONValue.array(items).without(places).arrayValue ?? items
    }
}
