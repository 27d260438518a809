/// How a restore is carried out.
package struct RestoreOptions: Sendable {
    package enum OnFailure: String, Sendable, Hashable, CaseIterable {
        /// What was written goes back to what it was.
        case rollback
        /// What was written stays; nothing more is written.
        case stop
        /// The other sections are written all the same.
        case `continue`
    }

    package var onFailure = OnFailure.rollback
    /// How long a camera that does not answer is waited for, after a lost connection and after a change of its address.
    package var reconnectTimeout: Duration = .seconds(60)
    /// Between two tries to reach it.
    package var pause: Duration = .seconds(1)
    /// Whether sections are read once more before they are written, because the plan is not of this moment.
    package var readsFirst = false
    /// Whether what can cut the connection may be written.
    package var mayReaddress = false

    package init() {}
}

/// Which side of a restore is written. The raw values are the words of the journal, which is a format.
package enum RestoreDirection: String, Sendable, Hashable {
    /// The wanted configuration.
    case apply = "forth"
    /// The camera as it was before.
    case rollback = "back"
}
