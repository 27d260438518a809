/// How a restore is carried out.
package struct RestoreOptions: Sendable {
    package enum OnFailure: String, Sendable, Hashable, CaseIterable {
        /// What was written is put back as it was.
        case rollback
        /// What was written stays; nothing more is written.
        case stop
        /// The other sections are written all the same.
        case `continue`
    }

    package var onFailure = OnFailure.rollback
    /// How long to wait for a camera that does not answer, after a lost connection and after a change of its address.
    package var reconnectTimeout: Duration = .seconds(60)
    /// The pause between two attempts to reach it.
    package var pause: Duration = .seconds(1)
    /// Whether sections are read once more before they are written, because the plan is not from this moment.
    package var readsFirst = false
    /// Whether sections may be written that can cut the connection.
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
