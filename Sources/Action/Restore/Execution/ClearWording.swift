import CameraSchema
import CameraWalk
import Configuration
import JSONTree
import Snapshots

/// Whether a camera sends values in clear that only some firmware encrypts. From the values that it shows follows how it expects
/// those that it does not show, such as passwords.
struct ClearWording {
    /// Whether the camera shows such values, and all of them in clear.
    private(set) var isClear: Bool

    /// - Parameter camera: all that is known of it
    init(_ camera: Snapshot, _ schema: CameraSchema) {
        var clear = 0
        var encrypted = 0
        for (name, record) in camera.sections where record.status == .ok {
            guard let section = SectionName(name), let endpoint = schema.endpoint(of: section),
                let wire = WireQuirks(json: record.wire)
            else { continue }
            for place in endpoint.data.undecided(in: record.config, at: JSONPointer()) {
                if wire.clear.contains(place) { clear += 1 } else { encrypted += 1 }
            }
        }
        isClear = clear > 0 && encrypted == 0
    }

    /// Notes how secrets are to be sent that the camera has not shown.
    func note(_ places: [JSONPointer], of endpoint: Endpoint, in section: inout NormalizedSection) {
        guard isClear else { return }
        for place in places where endpoint.data.member(at: place)?.encryption == .maybe {
            section.wire.clear.insert(place)
        }
    }
}

extension Field {
    /// Places with a value that some firmware encrypts.
    fileprivate func undecided(in value: JSONValue, at place: JSONPointer) -> [JSONPointer] {
        switch (type, value) {
        case (.object(let fields), .object(let object)):
            return fields.flatMap { field in
                object[field.name].map { field.undecided(in: $0, at: place.appending(field.name)) } ?? []
            }
        case (.list(let item, _), .object(let keyed)):
            return keyed.flatMap { item.undecided(in: $0.value, at: place.appending($0.key)) }
        case (.list(let item, _), .array(let items)):
            return items.enumerated().flatMap { item.undecided(in: $0.element, at: place.appending($0.offset)) }
        default:
            guard encryption == .maybe else { return [] }
            switch (SecretState(json: value), value) {
            case (.set?, _): return [place]
            case (nil, .string(let text)): return text.isEmpty ? [] : [place]
            default: return []
            }
        }
    }
}
