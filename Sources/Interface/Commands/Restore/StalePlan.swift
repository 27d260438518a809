import Reports
import SemanticDiff

/// The camera is not as it was when the plan was made.
struct StalePlan: Error, CustomStringConvertible {
    /// One line, and below it what has changed.
    let description: String
    let hint = "make a new plan: camkeep plan -o"

    /// - Parameters:
    ///   - path: the file of the plan
    ///   - unread: sections that can no longer be read
    init(_ path: String, _ changes: [Change], unread: [String]) {
        let sentences = changes.flatMap { change in
            ChangeWording.sentences(change).map { "\(change.section): \($0)" }
        }
        let lines = sentences + unread.map { "\($0) cannot be read any more" }
        description =
            "\(path): the camera has changed since the plan was made; nothing was written"
            + lines.map { "\n  " + $0 }.joined()
    }
}
