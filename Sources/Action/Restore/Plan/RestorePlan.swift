package import SemanticDiff

/// What has to be written to a camera so that it becomes as a snapshot says, in the order in which it must be written.
///
/// A plan is the semantic difference from the live camera to the snapshot, restricted to what may be written.
package struct RestorePlan: Sendable {
    /// The configuration that is wanted.
    package var desired: Difference.Side
    /// The camera as it was when the plan was made.
    package var live: Difference.Side
    /// In the order of writing.
    package var steps: [RestoreStep]
    /// What differs, or could not be compared, and is not written.
    package var omissions: [Omission]

    package init(
        desired: Difference.Side, live: Difference.Side, steps: [RestoreStep] = [], omissions: [Omission] = []
    ) {
        self.desired = desired
        self.live = live
        self.steps = steps
        self.omissions = omissions
    }

    /// Whether a section that could have been written could not be read.
    package var isPartial: Bool {
        omissions.contains { if case .unread = $0.reason { true } else { false } }
    }
}
