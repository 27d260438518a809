import Cryptography
import Restore
import Sealing
import Vault

extension JournalSecrets {
    private static let largest = 16 << 20

    /// An age file of them; nil if there are none, or nobody to seal them for.
    ///
    /// - Throws: ``SealingError``
    func sealed(for recipients: [Recipient]) throws(SealingError) -> [UInt8]? {
        guard !isEmpty, !recipients.isEmpty else { return nil }
        return try AgeFile.seal(SecretBytes(copying: bytes), to: recipients)
    }

    /// Opens what ``sealed(for:)`` made.
    ///
    /// - Parameter subject: what errors call the journal.
    /// - Throws: ``VaultError``
    static func open(
        _ file: [UInt8], with identities: [Identity], subject: String
    ) throws(VaultError) -> JournalSecrets {
        let clear: SecretBytes
        do throws(SealingError) {
            clear = try AgeFile.open(file, with: identities, limit: largest)
        } catch {
            throw VaultError(error, subject)
        }
        guard let secrets = JournalSecrets(bytes: clear.exposed()) else {
            throw VaultError(.damaged, subject, "what was sealed are no secrets of a restore")
        }
        return secrets
    }
}
