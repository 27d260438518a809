import Files
package import JSONTree
import Snapshots

/// Why a plan file cannot be read or written.
package struct PlanFileError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// The file cannot be opened, read or written.
        case unreachable
        /// No plan, or of a version that this CamKeep cannot read.
        case wrongFormat
        /// It was edited or damaged.
        case damaged
    }

    package let code: Code
    package let file: String
    /// What is wrong, in words.
    package let detail: String
    /// The place in the document, where there is one.
    package let pointer: JSONPointer?

    package init(_ code: Code, file: String, detail: String, at pointer: JSONPointer? = nil) {
        self.code = code
        self.file = file
        self.detail = detail
        self.pointer = pointer
    }

    init(_ fault: FileFault, file: String) {
        self.init(.unreachable, file: file, detail: fault.reason)
    }

    /// Of a snapshot inside the plan.
    init(_ error: SnapshotError, file: String, at place: JSONPointer) {
        self.init(
            .damaged, file: file, detail: error.detail, at: JSONPointer(place.steps + (error.pointer?.steps ?? [])))
    }

    /// What the reader of the message can do about it.
    package var nextStep: String {
        switch code {
        case .unreachable: "Check the path and its permissions."
        case .wrongFormat: "Give a file that camkeep plan -o has written, with a CamKeep that is not older."
        case .damaged: "The file was edited or damaged: make a new plan."
        }
    }
}

extension PlanFileError: CustomStringConvertible {
    package var description: String {
        let place = pointer.map { " (at \($0))" } ?? ""
        return "\(file): \(detail)\(place). \(nextStep)"
    }
}
