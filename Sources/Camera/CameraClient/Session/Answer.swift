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
    /// Longer than any code; the text reaches error messages.
    private static let maximumCodeBytes = 16

    /// - Throws: the cause for which the answer cannot be used.
    init(_ response: HTTPResponse, maximumBytes: Int) throws(Fault) {
        if let cause = Self.unusable(response) { throw Fault(cause: cause) }
        let document: JSONReader.Document
        do throws(JSONError) {
            document = try JSONReader.readTolerantly(
                response.body, limits: JSONReader.Limits(bytes: maximumBytes, depth: Self.maximumDepth))
        } catch {
            throw Fault(cause: .malformedAnswer("\(error)"))
        }
        guard let code = Self.code(document.value) else {
            throw Fault(cause: .malformedAnswer("it has no usable \"code\""))
        }
        self.code = code
        answer = Answer(data: document.value["data"] ?? .null, tolerated: document.tolerated)
    }

    struct Fault: Error {
        let cause: CameraError.Cause
    }

    /// Why a response holds nothing that was asked for; nil if it may.
    static func unusable(_ response: HTTPResponse) -> CameraError.Cause? {
        guard response.status == 200 else { return .status(response.status) }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = response.body.dropFirst(response.body.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
        guard let first = text.first(where: { !isBlank($0) }) else { return .emptyAnswer }
        return first == UInt8(ascii: "<") ? .webPage : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func code(_ value: JSONValue) -> String? {
        let text: String? =
            switch value["code"] {
            case .number(let number)?: number.text
            case .string(let text)?: text
            default: nil
            }
        guard let text, (1...maximumCodeBytes).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text
    }
}
