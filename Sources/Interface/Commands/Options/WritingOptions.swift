import CommandLineTool
import Restore

/// The options that say what of a snapshot is written to a camera.
enum PlanSelection {
    static let only = OptionDeclaration.repeated(
        "only", "PATTERN", kind: .reference("path"),
        help: "Write these sections and paths alone: network, event/motion.region, *.enableAlarmSmtp.")
    static let except = OptionDeclaration.repeated(
        "except", "PATTERN", kind: .reference("path"), help: "Leave these sections and paths as they are.")
    static let withIdentity = OptionDeclaration.flag(
        "with-identity",
        help: "Write who the unit is, too: name, addresses, GB28181 ids. For the replacement of a dead unit.")
    static let withPresets = OptionDeclaration.flag(
        "with-presets",
        help: "Write presets, too. The camera stores the position in which its lens stands at that moment.")
    static let requireSecrets = OptionDeclaration.flag(
        "require-secrets", help: "Fail if a secret is needed that nobody holds, instead of leaving it out.")
    static let allowClearingSecrets = OptionDeclaration.flag(
        "allow-clearing-secrets",
        help: "Write sections although that clears passwords which the camera keeps and nobody holds.",
        conflicts: ["require-secrets"])

    static let rewriteSecrets = OptionDeclaration.flag(
        "rewrite-secrets",
        help:
            "Write secrets at hand that the camera does not show, also where nothing else differs: for one that was reset."
    )

    static let all = [
        only, except, withIdentity, withPresets, requireSecrets, allowClearingSecrets, rewriteSecrets,
    ]

    /// What the options say; whether the patterns fit anything is not checked yet.
    static func options(_ values: ParsedValues) -> PlanOptions {
        var options = PlanOptions(only: values.strings(only), except: values.strings(except))
        if values.isSet(withIdentity) { options.including.insert(.identity) }
        if values.isSet(withPresets) { options.including.insert(.presets) }
        if values.isSet(requireSecrets) { options.secrets.insert(.mustBeHeld) }
        if values.isSet(allowClearingSecrets) { options.secrets.insert(.mayBeCleared) }
        if values.isSet(rewriteSecrets) { options.secrets.insert(.areRewritten) }
        return options
    }

    /// The spelling of an option that belongs to the making of a plan, if one was given.
    static func given(_ values: ParsedValues) -> String? {
        all.first { values.wasGiven($0) }?.spelling
    }
}

/// The options that say how a restore is carried out.
enum RestoreSelection {
    static let onFailure = OptionDeclaration.value(
        "on-failure", "WHAT",
        kind: .choice([
            .init("rollback", help: "put back what was written"),
            .init("stop", help: "leave it and write nothing more"),
            .init("continue", help: "write the other sections all the same"),
        ]),
        help: "When a section fails: rollback puts back what was written, stop leaves it, continue writes the rest.",
        defaultValue: "rollback")
    static let yes = OptionDeclaration.flag("yes", short: "y", help: "Write without asking.")
    static let dryRun = OptionDeclaration.flag("dry-run", help: "Show the plan and write nothing.")
    static let allowReaddress = OptionDeclaration.flag(
        "allow-readdress",
        help: "Write addresses, ports and what else can cut the connection, too, and follow the camera.")
    static let reconnectTimeout = OptionDeclaration.value(
        "reconnect-timeout", "SECONDS", kind: .integer(1...3600),
        help: "How long to wait for a camera that does not answer after a write.", defaultValue: "60")

    static let maxFailures = OptionDeclaration.value(
        "max-failures", "N", kind: .integer(1...100_000),
        help: "Of several cameras: begin with no further one after so many went wrong while they were written.",
        defaultValue: "1")

    static let all = [onFailure, yes, dryRun, allowReaddress, reconnectTimeout]

    static func settings(_ values: ParsedValues, json: OptionDeclaration) -> WritingSettings {
        let given = values.choice(onFailure, as: RestoreOptions.OnFailure.self)
        var options = RestoreOptions()
        options.onFailure = given ?? .rollback
        options.reconnectTimeout = .seconds(values.integer(reconnectTimeout) ?? 60)
        options.mayReaddress = values.isSet(allowReaddress)
        return WritingSettings(
            consent: values.isSet(dryRun) ? .dryRun : values.isSet(yes) ? .given : .asked, options: options,
            givenOnFailure: values.wasGiven(onFailure) ? given : nil, mostFailures: values.integer(maxFailures) ?? 1,
            isJSON: values.isSet(json))
    }
}

/// How a command writes to cameras, as its options say.
struct WritingSettings: Sendable {
    /// Who agrees to what is written.
    enum Consent: Sendable {
        /// The operator, at the terminal.
        case asked
        /// The operator, with --yes.
        case given
        /// Nobody: nothing is written.
        case dryRun
    }

    let consent: Consent
    let options: RestoreOptions
    /// What a failure of a section leads to, if the command line says so.
    let givenOnFailure: RestoreOptions.OnFailure?
    /// Of several cameras: after so many that went wrong no further one is begun.
    let mostFailures: Int
    let isJSON: Bool

    /// Checks that somebody can agree to what is written.
    ///
    /// - Throws: ``UsageFault`` if nobody can be asked and no option says yes
    func checkConsent() throws(UsageFault) {
        guard consent != .asked || (ConfirmationPrompt.isPossible && !isJSON) else {
            throw UsageFault(
                description: "there is no terminal to confirm the plan on",
                hint: "look at it with camkeep plan or --dry-run, then give --yes")
        }
    }
}
