import Cryptography
package import Restore
package import Sealing
import Vault

/// The secrets in a restore's journal, as an age file.
package enum JournalSealing {
    private static let largest = 16 << 20

    /// Nil if there is nobody to seal them for.
    static func seal(for recipients: [Recipient]) -> (([UInt8]) throws -> [UInt8])? {
        guard !recipients.isEmpty else { return nil }
        return { clear in try AgeFile.seal(SecretBytes(copying: clear), to: recipients) }
    }

    /// The secrets of a journal that has some.
    ///
    /// - Parameter subject: what errors call the journal.
    /// - Throws: ``VaultError``
    package static func open(
        _ header: JournalHeader, with identities: [Identity], subject: String
    ) throws -> JournalSecrets {
        let secrets = try header.secrets { sealed in
            do throws(SealingError) {
                return try AgeFile.open(sealed, with: identities, limit: largest).exposed()
            } catch {
                throw VaultError(error, of: subject)
            }
        }
        guard let secrets else {
            throw VaultError(.damaged, "what was sealed are no secrets of a restore", of: subject)
        }
        return secrets
    }
}
