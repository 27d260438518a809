import CommandLineTool
import Cryptography
import Fleet
import JSONTree
import SemanticDiff
import Text

/// How the cameras of a run ended, the worst first.
struct FleetTable {
    enum Trouble: Int {
        case failed
        case partial
        /// Nothing was done, because of others.
        case notTried
        /// Nothing is wrong, but something is new.
        case news
        case well
    }

    struct Row {
        let trouble: Trouble
        /// `failed`, `saved`
        let word: String
        let title: String
        let detail: String
        /// What the operator can do.
        var hint: String?
    }

    private let console: Console
    private let style: OutputStyle
    private var rows: [Row] = []
    /// The places of the cameras in the order in which they were named.
    private let places: [String: Int]

    /// So many rows of cameras that are well are shown, or none of them.
    private static let mostWell = 40
    private static let widestTitle = 32

    init(_ console: Console, _ targets: [FleetTarget]) {
        self.console = console
        style = console.outputStyle
        places = Dictionary(
            targets.enumerated().map { ($0.element.title, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ row: Row) { rows.append(row) }

    /// With `--quiet` what is wrong alone.
    func print(duration: Duration) {
        let wellCount = rows.count { $0.trouble == .well }
        let shown = rows.sorted { rank($0) < rank($1) }.filter { row in
            switch row.trouble {
            case .failed, .partial, .notTried: true
            case .news: !console.isQuiet
            case .well: !console.isQuiet && wellCount <= Self.mostWell
            }
        }
        let titleWidth = min(shown.map { DisplayWidth.of($0.title) }.max() ?? 0, Self.widestTitle)
        let wordWidth = shown.map { DisplayWidth.of($0.word) }.max() ?? 0
        for row in shown {
            let word = colored(DisplayWidth.padded(row.word, to: wordWidth), row.trouble)
            guard !row.detail.isEmpty else {
                console.print("\(word)  \(row.title)")
                continue
            }
            let title = DisplayWidth.padded(row.title, to: titleWidth)
            let room =
                console.output.terminal.isTerminal
                ? max(20, console.output.width - wordWidth - DisplayWidth.of(title) - 5) : Int.max
            console.print("\(word)  \(title)  \(DisplayWidth.truncated(row.detail, to: room))")
        }
        var hints: [String] = []
        for case let hint? in shown.map(\.hint) where !hints.contains(hint) { hints.append(hint) }
        // A structured log has them with the cameras.
        for hint in hints where console.log == .text { console.note("hint: \(hint)") }
        if !console.isQuiet { console.print(summary(duration)) }
    }

    private func rank(_ row: Row) -> (Int, Int) { (row.trouble.rawValue, places[row.title] ?? .max) }

    /// `1000 cameras in 41 s: 50 failed, 20 saved, 930 unchanged`
    private func summary(_ duration: Duration) -> String {
        var words: [String] = []
        for row in rows.sorted(by: { rank($0) < rank($1) }) where !words.contains(row.word) {
            words.append(row.word)
        }
        let counts = words.map { word in "\(rows.count { $0.word == word }) \(word)" }.joined(separator: ", ")
        return style.bold("\(Wording.count(rows.count, "camera")) in \(duration.components.seconds) s: \(counts)")
    }

    private func colored(_ word: String, _ trouble: Trouble) -> String {
        switch trouble {
        case .failed: style.red(word)
        case .partial, .notTried: style.yellow(word)
        case .news: style.green(word)
        case .well: style.dim(word)
        }
    }
}

extension FleetTable.Row {
    static func failed(_ target: FleetTarget, _ error: any Error) -> FleetTable.Row {
        let failure = Failures.describe(error)
        let isUntouched = if case .stopped? = error as? FleetFault { true } else { false }
        return FleetTable.Row(
            trouble: isUntouched ? .notTried : .failed, word: isUntouched ? "not tried" : "failed", title: target.title,
            detail: HarmlessText.escaped(Failures.reason(error), limit: 200), hint: failure.hint)
    }
}

/// Remembers what was shown of the cameras of a run: what is the same for several is shown once.
struct ShownCameras {
    /// The first camera of which it was shown.
    private var first: [ContentDigest: String] = [:]

    /// The camera of which the same was shown before; nil if it was not, and then it counts as shown.
    mutating func shown(_ digest: ContentDigest, of title: String) -> String? {
        if let earlier = first[digest] { return earlier }
        first[digest] = title
        return nil
    }
}

extension ContentDigest {
    /// Equal for equal changes.
    init(of changes: [Change]) {
        self.init(of: JSONWriter.canonical(.array(changes.map { .object($0.json) })))
    }
}
