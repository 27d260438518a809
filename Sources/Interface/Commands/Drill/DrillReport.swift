import CameraSchema
import CommandLineTool
import Cryptography
import Drill
import JSONTree
import Snapshots
import Text

/// Reports what became of each drill.
protocol DrillReport {
    func drilled(_ result: DrillResult)
    func failed(_ name: String, _ failure: CommandLineProgram.Failure)
}

/// For people and nightly mails: a line for each snapshot, below it what would not come back.
struct DrillTextReport: DrillReport {
    private let console: Console
    private let style: OutputStyle
    private let rule: DrillRule
    private let isVerbose: Bool

    init(_ console: Console, rule: DrillRule, isVerbose: Bool) {
        self.console = console
        self.rule = rule
        self.isVerbose = isVerbose
        style = console.outputStyle
    }

    func drilled(_ result: DrillResult) {
        let isEnough = result.isEnough(rule)
        guard !isEnough || !console.isQuiet else { return }
        let word = isEnough ? style.green("comes back") : style.red("incomplete")
        let parts = [style.bold(HarmlessText.escaped(result.name)), tally(result)] + sums(result)
        console.print("\(word)  \(parts.joined(separator: "  "))")
        for finding in result.losses { console.print(line(finding, style.bold)) }
        guard isVerbose || rule == .strict else { return }
        for finding in result.limits where isVerbose || finding.kind != .unsupported {
            console.print(line(finding, style.dim))
        }
    }

    private func tally(_ result: DrillResult) -> String {
        let sections = "\(result.equalSections) of \(Wording.count(result.sections, "section")) as they were"
        let secrets = result.secrets == 0 ? "" : ", \(Wording.count(result.secrets, "secret")) received"
        return sections + secrets + (result.isDigestEqual ? ", digest equal" : "")
    }

    /// `14 secrets missing`, `3 undocumented fields not restored`
    private func sums(_ result: DrillResult) -> [String] {
        DrillFinding.Kind.allCases.compactMap { kind in
            let count = result.findings.count { $0.kind == kind }
            guard count > 0 else { return nil }
            switch kind {
            case .missingSecret: return "\(Wording.count(count, "secret")) missing"
            case .failedSection: return "\(Wording.count(count, "section")) never read"
            case .leftOut: return "\(count) left out"
            case .notWritten: return "\(count) not written"
            case .different: return "\(count) different"
            case .undocumented: return "\(Wording.count(count, "undocumented field")) not restored"
            case .preset: return "\(Wording.count(count, "preset")) not restored"
            case .byHand: return "\(Wording.count(count, "section")) to be set by hand"
            case .incomparable: return "secrets of \(Wording.count(count, "section")) not comparable"
            case .unsupported: return nil
            }
        }
    }

    private func line(_ finding: DrillFinding, _ emphasis: (String) -> String) -> String {
        let text = finding.detail.map { "\(finding.title) (\($0))" } ?? finding.title
        let place = HarmlessText.escaped(finding.place, limit: 200)
        return "  \(emphasis(finding.kind.word))  \(place)  \(style.dim(HarmlessText.escaped(text, limit: 400)))"
    }

    func failed(_ name: String, _ failure: CommandLineProgram.Failure) {
        console.print("\(style.red("failed    "))  \(style.bold(HarmlessText.escaped(name)))")
        console.error(failure.message, hint: failure.hint)
    }
}

extension DrillFinding.Kind {
    /// As a person says it.
    fileprivate var word: String {
        switch self {
        case .missingSecret: "secret missing"
        case .failedSection: "never read"
        case .leftOut: "left out"
        case .notWritten: "not written"
        case .different: "different"
        case .undocumented: "undocumented"
        case .preset: "preset"
        case .byHand: "by hand"
        case .unsupported: "unsupported"
        case .incomparable: "not comparable"
        }
    }
}

/// For programs: one object a line.
struct DrillJSONReport: DrillReport {
    private let console: Console
    private let rule: DrillRule

    init(_ console: Console, rule: DrillRule) {
        self.console = console
        self.rule = rule
    }

    func drilled(_ result: DrillResult) {
        console.print(
            json: [
                "snapshot": .string(result.name),
                "result": result.isEnough(rule) ? "comes-back" : "incomplete",
                "digest": .string(result.snapshot.digest.text), "isDigestEqual": .bool(result.isDigestEqual),
                "sections": .integer(result.sections), "equalSections": .integer(result.equalSections),
                "written": .integer(result.written), "secrets": .integer(result.secrets),
                "losses": .array(result.losses.map(json)), "limits": .array(result.limits.map(json)),
            ])
    }

    private func json(_ finding: DrillFinding) -> JSONValue {
        var object = JSONObject([
            ("kind", .string(finding.kind.rawValue)), ("section", .string(finding.section.description)),
            ("title", .string(finding.title)),
        ])
        object["pointer"] = finding.pointer.map { .string($0.description) }
        object["detail"] = finding.detail.map(JSONValue.string)
        return .object(object)
    }

    func failed(_ name: String, _ failure: CommandLineProgram.Failure) {
        let word: JSONValue = failure.exitCode == .verificationFailed ? "damaged" : "failed"
        var object = JSONObject([
            ("snapshot", .string(name)), ("result", word), ("error", .string(failure.message)),
        ])
        object["hint"] = failure.hint.map(JSONValue.string)
        console.print(json: .object(object))
        console.error(failure.message, hint: failure.hint)
    }
}
