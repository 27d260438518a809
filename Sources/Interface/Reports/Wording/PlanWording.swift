import CameraSchema
package import Restore

/// The words of a plan: its dangers, and what it leaves out.
package enum PlanWording {
    /// What writing a section may do; nil if nothing.
    static func warning(_ step: RestoreStep) -> String? {
        let effects = Interruption.allCases.filter(step.interrupts.contains).map { interruption in
            switch interruption {
            case .recording: "interrupt recording"
            case .restart: "restart the camera"
            case .connection: "cut the connection"
            }
        }
        let sentence = effects.isEmpty ? nil : "Writing this may \(list(effects))."
        let sentences = [sentence, step.danger].compactMap { $0 }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Why a group of settings is left out, and what could be done about it.
    package static func reason(_ reason: Omission.Reason) -> String {
        switch reason {
        case .identity: "the identity of the unit (--with-identity writes it)"
        case .notWritable: "clocks, measured values, ranges and commands"
        case .noWrite: "the camera shows it, but it cannot be set"
        case .undocumented: "undocumented; stays as the camera has it"
        case .notOnCamera: "the camera does not have it"
        case .notInSnapshot: "the snapshot does not have it"
        case .unread: "could not be read"
        case .outOfRange: "the camera's limits do not allow it"
        case .lensPosition: "presets would take the present position of the lens (--with-presets writes them)"
        case .secretNotHeld: "passwords not available (camkeep secrets set …); the camera keeps its own"
        case .wouldClearSecrets:
            "would clear secrets that only the camera has (--allow-clearing-secrets writes it)"
        case .doesNotFit: "does not fit what the camera has"
        }
    }

    /// `Plan: 12 sections to write, 31 changes; 4 settings left out.`
    static func closing(_ plan: RestorePlan) -> String {
        let counts = plan.counts
        let begin =
            counts.sections == 0
            ? "Nothing to write"
            : "Plan: \(Quantity.count(counts.sections, "section")) to write, \(Quantity.count(counts.changes, "change"))"
        return counts.leftOut == 0 ? begin + "." : begin + "; \(Quantity.count(counts.leftOut, "setting")) left out."
    }
}
