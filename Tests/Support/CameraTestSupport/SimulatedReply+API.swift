package import JSONTree
package import SimulatedCamera

extension SimulatedReply {
    /// An answer of the API.
    package static func api(code: JSONValue = 0, _ data: JSONValue = .null) -> SimulatedReply {
        text(JSONWriter.compact(["code": code, "msg": .null, "data": data]))
    }

    /// Any bytes as the body of an answer.
    package static func text(_ body: [UInt8]) -> SimulatedReply {
        SimulatedReply(headers: [HTTPField("Content-Type", "application/json; charset=utf-8")], body: .bytes(body))
    }

    package static func text(_ body: String) -> SimulatedReply {
        text(Array(body.utf8))
    }

    /// The JSON of an answer; nil if it is none.
    package var json: JSONValue? {
        guard case .answer(let answer) = outcome, case .bytes(let bytes) = answer.body else { return nil }
        return try? JSONReader.readStrictly(bytes, limits: JSONReader.Limits(bytes: 1 << 20, depth: 64))
    }
}
