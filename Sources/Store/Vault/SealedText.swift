import Cryptography
import JSONTree
import Sealing
import Snapshots

/// JSON documents as armoured age files: what both the vault and snapshots seal.
enum SealedText {
    /// In bytes, opened.
    private static let largest = 2 << 20
    private static let deepest = 32

    /// - Parameter subject: what errors call it.
    static func seal(
        _ document: JSONValue, to recipients: [Recipient], subject: String
    ) throws(VaultError) -> SealedPart {
        var clear = JSONWriter.canonical(document)
        defer { clear.withUnsafeMutableBytes(SecretBytes.wipe) }
        do throws(SealingError) {
            let text = String(decoding: try AgeFile.seal(clear, to: recipients, armored: true), as: UTF8.self)
            guard let part = SealedPart(age: text) else { throw SealingError(.tooLarge, "there is too much to seal") }
            return part
        } catch {
            throw VaultError(error, of: subject)
        }
    }

    /// - Throws: ``VaultError`` with `.keys` if no identity fits, `.damaged` for everything that was changed.
    static func open(
        _ part: SealedPart, with identities: [Identity], subject: String
    ) throws(VaultError) -> JSONValue {
        let clear: SecretBytes
        do throws(SealingError) {
            clear = try AgeFile.open(Array(part.age.utf8), with: identities, limit: largest)
        } catch {
            throw VaultError(error, of: subject)
        }
        guard
            let document = try? JSONReader.readStrictly(
                clear.exposed(), limits: .init(bytes: largest, depth: deepest))
        else { throw VaultError(.damaged, "what was sealed is not valid JSON", of: subject) }
        return document
    }
}
