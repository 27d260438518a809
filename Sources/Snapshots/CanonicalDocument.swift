import Cryptography
import JSONTree

/// The canonical text of a document in the pieces of its members: the whole text and the text without `integrity` are needed
/// together, and writing is the costly part.
struct CanonicalDocument {
    private let members: [(name: String, text: [UInt8])]

    init(_ document: JSONObject) {
        members = document.sortedMembers.map { name, value in
            (name, JSONWriter.canonical(.string(name)) + [UInt8(ascii: ":")] + JSONWriter.canonical(value))
        }
    }

    /// The text of the document.
    var text: [UInt8] { joined(members) }

    /// The digest of everything but `integrity` itself.
    var integrity: ContentDigest {
        ContentDigest(of: joined(members.filter { $0.name != "integrity" }))
    }

    private func joined(_ members: [(name: String, text: [UInt8])]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(members.reduce(2) { $0 + $1.text.count + 1 })
        for member in members {
            text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
            text.append(contentsOf: member.text)
        }
        if members.isEmpty { text.append(UInt8(ascii: "{")) }
        text.append(UInt8(ascii: "}"))
        return text
    }
}
