/// Which side of a restore is written. The raw values are the words of the journal, which is a format.
package enum RestoreDirection: String, Sendable, Hashable {
    /// The wanted configuration.
    case apply = "forth"
    /// The camera as it was before.
    case rollback = "back"
}
