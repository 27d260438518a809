import Cryptography
import JSONTree

extension ContentDigest {
    /// The digest of a document's canonical form (RFC 8785).
    init(ofCanonical value: JSONValue) {
        self.init(of: JSONWriter.canonical(value))
    }
}
