/// Days of the week; 0 is Sunday. Lists begin on Monday, as weeks are spoken of.
package enum Weekdays {
    package static let long = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    package static let short = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    /// The order in which a week is shown: Monday first.
    package static let shown = [1, 2, 3, 4, 5, 6, 0]

    /// `Thursday`, `Mon–Fri`, `Sat, Sun`, `every day`
    package static func names(_ days: [Int]) -> String {
        let positions = shown.indices.filter { days.contains(shown[$0]) }
        if positions.count == 7 { return "every day" }
        if positions.count == 1, let only = positions.first { return long[shown[only]] }
        var runs: [ClosedRange<Int>] = []
        for position in positions {
            if let last = runs.last, position == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...position
            } else {
                runs.append(position...position)
            }
        }
        return runs.map { run in
            let (first, last) = (short[shown[run.lowerBound]], short[shown[run.upperBound]])
            return run.count == 1 ? first : run.count == 2 ? "\(first), \(last)" : "\(first)–\(last)"
        }.joined(separator: ", ")
    }
}
