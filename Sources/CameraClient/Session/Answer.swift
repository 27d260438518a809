import HTTPTransport
package import JSONTree

/// A camera's answer with `code` 0.
package struct Answer: Sendable {
    package let data: JSONValue
    /// Faults of its JSON text that were tolerated.
    package let tolerated: [Tolerance]
}

/// Reads the envelope `{"code": …, "msg": …, "data": …}` out of an HTTP answer.
struct Envelope {
    /// As text: it comes as a number or as text (field facts, Session 5).
    let code: String
    let answer: Answer

    private static let maximumDepth = 64

    /// - Throws: the cause for which the answer cannot be used.
    init(_ response: HTTPResponse, maximumBytes: Int) throws(Fault) {
        guard response.status == 200 else { throw Fault(cause: .status(response.status)) }
        guard response.body.contains(where: { !Self.isBlank($0) }) else { throw Fault(cause: .emptyAnswer) }
        guard response.body.first(where: { !Self.isBlank($0) }) != UInt8(ascii: "<") else {
            throw Fault(cause: .webPage)
        }
        let document: JSONReader.Document
        do throws(JSONError) {
            document = try JSONReader.readTolerantly(
                response.body, limits: JSONReader.Limits(bytes: maximumBytes, depth: Self.maximumDepth))
        } catch {
            throw Fault(cause: .malformedAnswer("\(error)"))
        }
        guard let code = Self.code(document.value) else {
            throw Fault(cause: .malformedAnswer("it has no \"code\""))
        }
        self.code = code
        answer = Answer(data: document.value["data"] ?? .null, tolerated: document.tolerated)
    }

    struct Fault: Error {
        let cause: CameraError.Cause
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func code(_ value: JSONValue) -> String? {
        switch value["code"] {
        case .number(let number)?: number.text
        case .string(let text)?: text.isEmpty ? nil : text
        default: nil
        }
    }
}
