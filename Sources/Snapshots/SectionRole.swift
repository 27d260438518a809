/// What a place in a section is, where it is not a plain setting.
package enum SectionRole: String, Sendable, Hashable, CaseIterable {
    /// Differs between units by nature: name, addresses, serials.
    case identity
    case secret
    /// Moves by itself: clock, signal, free space.
    case volatile
    case readOnly
    /// Says what a setting may be: smallest, largest, list.
    case constraint
    /// Does something when written: never restored.
    case action
    /// Identifies the item of a list.
    case key

    /// Whether places of this role are part of the configuration that ``Snapshot/digest`` stands for.
    var countsForDigest: Bool {
        switch self {
        case .volatile, .readOnly, .constraint, .action: false
        case .identity, .secret, .key: true
        }
    }
}
