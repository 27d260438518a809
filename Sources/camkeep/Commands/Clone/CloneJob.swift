import CameraClient
import CameraSchema
import CommandLineTool
import Configuration
import Fleet
import JSONTree
import Reports
import Restore
import Snapshots
import Vault

/// Clones one configuration onto several cameras, one after the other.
struct CloneJob {
    private let values: ParsedValues
    private let console: Console
    private let store: SnapshotStore
    private let wanted: NamedConfiguration
    private let options: PlanOptions
    private let secrets: SecretOpener
    private let reader: CameraReader
    private let resolver: TargetResolver
    private let allowsDifferentModel: Bool
    private let isJSON: Bool

    init(
        _ values: ParsedValues, _ console: Console, store: SnapshotStore, wanted: NamedConfiguration,
        options: PlanOptions, secrets: SecretOpener, reader: CameraReader, resolver: TargetResolver,
        allowsDifferentModel: Bool
    ) {
        self.values = values
        self.console = console
        self.store = store
        self.wanted = wanted
        self.options = options
        self.secrets = secrets
        self.reader = reader
        self.resolver = resolver
        self.allowsDifferentModel = allowsDifferentModel
        isJSON = values.isSet(RestoreCommand.json)
    }

    /// A line of the closing table.
    private struct Line {
        let target: CameraTarget
        let code: ExitCode
        let words: String
    }

    func run(_ targets: [CloneTarget]) async throws -> ExitCode {
        var lines: [Line] = []
        for (position, one) in targets.enumerated() {
            if targets.count > 1, !isJSON, !console.isQuiet {
                console.print(console.outputStyle.bold("\(position + 1) of \(targets.count): \(one.target)"))
            }
            do {
                let outcome = try await clone(one)
                let unset = unset(one, outcome)
                for words in unset { console.error(HarmlessText.escaped("\(one.target.address): \(words)")) }
                let code = outcome.code == .success && !unset.isEmpty ? .partial : outcome.code
                lines.append(
                    Line(target: one.target, code: code, words: words(outcome, one.target, unset: unset.count)))
            } catch {
                try Task.checkCancellation()
                console.progress.finish()
                let failure = Failures.tell(error)
                console.error(failure.message, hint: failure.hint)
                if isJSON {
                    console.print(
                        json: [
                            "target": .string("\(one.target)"), "ending": "failed", "error": .string(failure.message),
                        ])
                }
                lines.append(Line(target: one.target, code: failure.exitCode, words: "failed: \(failure.message)"))
            }
            if lines.last?.code == .interrupted { break }
        }
        for one in targets.dropFirst(lines.count) {
            lines.append(Line(target: one.target, code: .interrupted, words: "not tried"))
        }
        if targets.count > 1, !isJSON { tell(lines) }
        return code(lines)
    }

    // MARK: - One camera

    private func clone(_ one: CloneTarget) async throws -> RestoreJob.Outcome {
        let camera = one.camera ?? resolver.target(at: one.target).name ?? one.target.address
        try RestoreJournal.check(camera: camera, target: "\(one.target)", in: store)
        var snapshot = wanted.snapshot
        var options = options
        for value in one.values {
            try value.set(in: &snapshot)
            if value.field.role == .identity {
                options.identityPlaces[value.section, default: []].insert(value.pointer)
            }
        }
        let own = NamedConfiguration(
            name: wanted.name, snapshot: snapshot, secrets: try secrets(of: camera))
        return try await RestoreJob(values, console).run(
            own, options, camera: camera, on: resolver.target(at: one.target), reader, recipients: secrets.recipients
        ) { live in objection(live.camera, one.target) }
    }

    /// The values for this camera that the plan leaves out, with the reasons: nobody gives a value to have it left out.
    private func unset(_ one: CloneTarget, _ outcome: RestoreJob.Outcome) -> [String] {
        one.values.compactMap { value in
            let omission = outcome.leftOut.first { omission in
                guard omission.section == value.section else { return false }
                guard let pointer = omission.pointer else { return true }
                return pointer.contains(value.pointer) || value.pointer.contains(pointer)
            }
            guard let omission else { return nil }
            let path = "\(value.section).\(value.pointer.steps.joined(separator: "."))"
            return "\(path) was not set: \(PlanWording.reason(omission.reason))"
                + (omission.reason.detail.map { " (\($0))" } ?? "")
        }
    }

    /// Those of the golden configuration, but for what the vault keeps for this camera alone.
    private func secrets(of camera: String) throws -> SecretSet {
        var held = wanted.secrets
        guard let identities = secrets.identities, !identities.isEmpty else { return held }
        for entry in try secrets.vault.entries() where entry.scope == .camera(camera) {
            held[entry.name.section, entry.name.place] = try secrets.vault.open(entry, with: identities)
        }
        return held
    }

    /// Says what is of another kind; the exit code if that is too much.
    private func objection(_ live: CameraIdentity, _ target: CameraTarget) -> ExitCode? {
        let golden = wanted.snapshot.camera
        let facts = [
            ("model", golden.model, live.model), ("firmware", golden.firmware, live.firmware),
            ("software", golden.software, live.software),
        ]
        for (name, own, other) in facts where own != other {
            console.note(
                HarmlessText.escaped(
                    "\(target.address): \(name) \(other ?? "unknown"), the golden camera has \(own ?? "an unknown one")"
                ))
        }
        guard golden.model != live.model, !allowsDifferentModel else { return nil }
        console.error(
            HarmlessText.escaped("\(target.address): it is of another model; nothing was written"),
            hint: "--allow-different-model writes what both models have")
        return .failure
    }

    // MARK: - The end

    private func words(_ outcome: RestoreJob.Outcome, _ target: CameraTarget, unset: Int) -> String {
        guard let result = outcome.result else {
            switch outcome.code {
            case .success: return unset == 0 ? "as wanted already" : "NOT given its own values"
            case .partial: return "not all of it could be read"
            case .failure: return "another model; nothing was written"
            default: return "nothing was written"
            }
        }
        let written = result.steps.count { if case .verified = $0.outcome { $0.rollback == nil } else { false } }
        var parts = ["\(Wording.count(written, "section")) written"]
        let failed = result.steps.count { !$0.outcome.isSuccess }
        if failed > 0 { parts.append("\(failed) not written") }
        let leftOut = outcome.leftOut.reduce(0) { $0 + $1.count }
        if leftOut > 0 { parts.append("\(Wording.count(leftOut, "setting")) left out") }
        if unset > 0 { parts.append("NOT given \(Wording.count(unset, "own value"))") }
        switch result.ending {
        case .finished: break
        case .rolledBack: parts = ["failed; it is as it was before"]
        case .rollbackFailed: parts = ["failed, and NOT everything could be put back"]
        case .stopped: parts.append("stopped")
        }
        if result.target != target { parts.append("now at \(result.target)") }
        return parts.joined(separator: ", ")
    }

    private func tell(_ lines: [Line]) {
        let style = console.outputStyle
        let width = lines.map { "\($0.target)".count }.max() ?? 0
        for line in lines where !console.isQuiet || line.code != .success {
            let mark = line.code == .success ? style.green("ok    ") : style.red("failed")
            let target = "\(line.target)"
            let space = String(repeating: " ", count: width - target.count)
            console.print("\(mark)  \(target)\(space)  \(HarmlessText.escaped(line.words, limit: 300))")
        }
    }

    /// Of one camera its own; of several, partial if they differ.
    private func code(_ lines: [Line]) -> ExitCode {
        let codes = Set(lines.map(\.code))
        if codes.contains(.interrupted) { return .interrupted }
        return codes.count > 1 ? .partial : codes.first ?? .success
    }
}
