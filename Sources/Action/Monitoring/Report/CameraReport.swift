/// How a run went with one camera, as far as others are told.
package struct CameraReport: Sendable {
    /// From the worst to the best.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case failed
        /// Some of its sections could not be read.
        case partial
        case changed
        /// The store had nothing of it.
        case new
        case unchanged
    }

    /// In the inventory or the store, else its address.
    package let name: String
    /// `192.168.1.10`, `gate:8080`
    package let address: String
    package let outcome: Outcome
    /// From its first start to the end, pauses between tries included.
    package let duration: Duration
    /// Why it failed; harmless.
    package var failure: FailureReport?
    /// What could not be read of a partial one.
    package var unreadSections: [String] = []
    /// The reference of the snapshot that was made or found to be the same: `gate@2026-11-22T143506Z`.
    package var snapshot: String?
    /// A partial one can have changed, too.
    package var changes: ChangeReport?

    package init(name: String, address: String, outcome: Outcome, duration: Duration) {
        self.name = name
        self.address = address
        self.outcome = outcome
        self.duration = duration
    }

    /// Whether the run was not the whole one that it should have been.
    package var isFailure: Bool { outcome == .failed || outcome == .partial }
}

/// An error in words, harmless to print.
package struct FailureReport: Sendable, Hashable {
    package let message: String
    package let hint: String?

    package init(message: String, hint: String?) {
        self.message = message
        self.hint = hint
    }
}
