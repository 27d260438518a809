import Cryptography
import JSONTree

/// The canonical text of a document in the pieces of its members, to hash it without `integrity`.
struct CanonicalDocument {
    private let members: [(name: String, text: ArraySlice<UInt8>)]

    init(_ document: JSONObject) {
        members = document.sortedMembers.map { name, value in
            (name, JSONWriter.canonical(.string(name)) + [UInt8(ascii: ":")] + JSONWriter.canonical(value)[...])
        }
    }

    /// - Parameter text: the text that the document was read from; nil is returned if it is not canonical.
    init?(_ document: JSONReader.Document, text: [UInt8]) {
        guard document.isCanonical else { return nil }
        members = document.members.map { ($0.name, text[$0.bytes]) }
    }

    /// The digest of everything but `integrity` itself.
    var integrity: ContentDigest {
        var text: [UInt8] = []
        text.reserveCapacity(members.reduce(2) { $0 + $1.text.count + 1 })
        for member in members where member.name != "integrity" {
            text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
            text.append(contentsOf: member.text)
        }
        if text.isEmpty { text.append(UInt8(ascii: "{")) }
        text.append(UInt8(ascii: "}"))
        return ContentDigest(of: text)
    }
}

extension ContentDigest {
    /// The digest of a document's canonical form (RFC 8785).
    init(ofCanonical value: JSONValue) {
        self.init(of: JSONWriter.canonical(value))
    }
}
