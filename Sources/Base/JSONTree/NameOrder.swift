/// Watches the names of one object.
struct NameOrder {
    private var last: String?
    /// Whether a name may have come twice: as long as they ascend, none has.
    private(set) var mayRepeat = false
    /// Whether the names stand in the order of RFC 8785.
    private(set) var isCanonical = true

    mutating func append(_ name: String) {
        if let last {
            // Swift's order, because that is by which names are found in an object.
            if !(last < name) { mayRepeat = true }
            if !last.precedesInCanonicalOrder(name) { isCanonical = false }
        }
        last = name
    }
}
