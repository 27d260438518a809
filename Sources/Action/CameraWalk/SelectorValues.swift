import CameraSchema
import JSONTree

/// Where the values of selectors come from: sections that were read before.
struct SelectorValues {
    /// More than any camera has; an answer must not be able to make the walk endless.
    private static let limit = 64

    private var configs: [String: JSONValue] = [:]

    mutating func note(_ config: JSONValue, of endpoint: String) {
        configs[endpoint] = config
    }

    func config(of endpoint: String) -> JSONValue? {
        configs[endpoint]
    }

    /// The endpoints with those first whose answers name the values of another's selector.
    func inOrderOfNeed(_ endpoints: [Endpoint]) -> [Endpoint] {
        var needed: Set<String> = []
        for endpoint in endpoints {
            if case .bits(let source, _, _)? = endpoint.selector?.source { needed.insert(source) }
        }
        return endpoints.filter { needed.contains($0.name) } + endpoints.filter { !needed.contains($0.name) }
    }

    /// The values of the bits that are set; nil if they were not read, or none is set.
    func bits(of endpoint: String, _ pointer: JSONPointer) -> [Int]? {
        let names = configs[endpoint]?[pointer]?.arrayValue?.compactMap(\.stringValue) ?? []
        let bits = names.compactMap(Enumeration.bit(inCanonical:)).prefix(Self.limit)
        return bits.isEmpty ? nil : bits.map { 1 << $0 }
    }

    /// Nil if the answer does not name both ends of a range.
    static func range(of config: JSONValue, minimum: JSONPointer, maximum: JSONPointer) -> [Int]? {
        guard let first = config[minimum]?.integerValue, let last = config[maximum]?.integerValue, first <= last,
            first >= 0
        else { return nil }
        return Array(first...min(last, first + limit - 1))
    }
}
