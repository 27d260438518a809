import CameraSchema
import CameraWalk
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

    /// - Throws: ``UsageFault`` for a pattern that fits nothing: most likely it is misspelled, and what it was meant to keep
    ///   would be written.
    static func options(_ values: ParsedValues, _ schema: CameraSchema) throws -> PlanOptions {
        let patterns = values.strings(only) + values.strings(except)
        for pattern in patterns {
            let section = String(pattern.prefix { $0 != "." })
            guard PathFilter(only: [section]).strayPatterns(schema).isEmpty else {
                throw UsageFault(
                    description: "no section fits the pattern \(pattern)", hint: "camkeep schema list shows them all")
            }
        }
        var options = PlanOptions(only: values.strings(only), except: values.strings(except))
        if values.isSet(withIdentity) { options.including.insert(.identity) }
        if values.isSet(withPresets) { options.including.insert(.presets) }
        if values.isSet(requireSecrets) { options.secrets.insert(.mustBeHeld) }
        if values.isSet(allowClearingSecrets) { options.secrets.insert(.mayBeCleared) }
        if values.isSet(rewriteSecrets) { options.secrets.insert(.areRewritten) }
        return options
    }
}
