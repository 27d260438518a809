/// What is wrong in an inventory, and where.
package struct InventoryProblem: Sendable, Hashable {
    /// Counted from 1; 0 for the file as a whole.
    package let line: Int
    /// Counted in bytes from 1.
    package let column: Int
    package let message: String
    /// What to write instead.
    package let hint: String?

    package init(line: Int, column: Int, _ message: String, hint: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}

/// An inventory that cannot be used, with everything that is wrong in it.
package struct InventoryError: Error, Sendable, Hashable {
    package let file: String
    package let problems: [InventoryProblem]

    package init(_ file: String, _ problems: [InventoryProblem]) {
        self.file = file
        self.problems = problems
    }

    package init(_ file: String, _ message: String, hint: String? = nil) {
        self.init(file, [InventoryProblem(line: 0, column: 0, message, hint: hint)])
    }

    /// The advice that all problems share; problems of their own stand in the description.
    package var hint: String? { problems.count == 1 ? problems.first?.hint : nil }
}

extension InventoryError: CustomStringConvertible {
    /// A line for each problem: `cameras.json:12:7: there is no member "usr"`.
    package var description: String {
        problems.map { problem in
            let place = problem.line > 0 ? "\(file):\(problem.line):\(problem.column)" : file
            let hint = problems.count > 1 ? problem.hint.map { "; \($0)" } ?? "" : ""
            return "\(place): \(problem.message)\(hint)"
        }.joined(separator: "\n")
    }
}
