import CommandLineTool
import Sealing

extension RecipientOptions {
    /// The recipients of a command that cannot do without.
    ///
    /// - Throws: ``SealingError``, ``UsageFault`` if nothing names any
    static func required(_ values: ParsedValues, _ console: Console) throws -> [Recipient] {
        let recipients = try recipients(values, console)
        guard !recipients.isEmpty else {
            throw UsageFault(
                description: "there is no recipient to seal for",
                hint: "name one with --recipient, or make a key with 'camkeep keys generate'")
        }
        return recipients
    }
}

extension IdentityOptions {
    /// The identities of a command that cannot do without.
    ///
    /// - Throws: what ``identities(_:_:)`` throws, and ``UsageFault`` if nothing names any
    static func required(_ values: ParsedValues, _ console: Console) async throws -> [Identity] {
        let identities = try await identities(values, console)
        guard !identities.isEmpty else {
            throw UsageFault(
                description: "there is no identity to open what is sealed",
                hint: "give its file with --identity; the machine that takes backups may not have it")
        }
        return identities
    }
}
