/// What a field is to its camera; decides whether it is compared, restored or hidden (docs/schema.md, Field).
package enum Role: String, Sendable, Hashable, CaseIterable {
    case setting
    /// Differs between units by nature: name, addresses, serials, GB28181 ids.
    case identity
    case secret
    /// Moves by itself: clock, signal, status, free space.
    case volatile
    case readOnly
    /// Says what other fields may be: `xxMin`, `xxMax`, `xxList`.
    case constraint
    /// Does something when it is written; never restored.
    case action
    /// The identifier of a list item.
    case key

    /// Whether a change of such a field is a change of the camera's configuration.
    package var isConfiguration: Bool {
        switch self {
        case .setting, .identity, .secret, .key: true
        case .volatile, .readOnly, .constraint, .action: false
        }
    }
}

/// What a change of a field touches; diffs and audits sort by it, the gravest first.
package enum Impact: String, Sendable, Hashable, CaseIterable {
    case security
    case recording
    case alarm
    case connectivity
    case picture
    case cosmetic
}

/// What writing a section may do to the camera.
package enum Interruption: String, Sendable, Hashable, CaseIterable {
    case recording
    case restart
    case connection
}
