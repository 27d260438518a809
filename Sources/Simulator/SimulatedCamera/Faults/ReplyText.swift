import JSONTree

/// Writes an answer's JSON the way a faulty camera does.
enum ReplyText {
    static func bytes(of value: JSONValue, faults: [Fault.Kind]) -> [UInt8] {
        var value = value
        if faults.contains(.hostileText) { value = replacingTexts(in: value, with: hostileName) }
        if faults.contains(.gb18030) { value = replacingTexts(in: value, with: chineseName) }
        if faults.contains(.stringNumbers) { value = asTexts(value) }
        var bytes = JSONWriter.compact(value)
        if faults.contains(.gb18030), let text = String(validating: bytes, as: UTF8.self) {
            bytes = GB18030.encode(text) ?? bytes
        }
        if faults.contains(.trailingCommas) { bytes = withTrailingCommas(bytes) }
        return bytes
    }

    /// Window title, colour, right-to-left override and line break: what must not reach a terminal.
    static let hostileName = "\u{1B}]0;owned\u{7}\u{1B}[31mFront\u{202E}rood\u{9B}2J\r\n\u{8}\u{0}end"

    /// A name that differs between UTF-8 and GB18030.
    static let chineseName = "前门摄像机"

    /// Members that hold a name which somebody typed in.
    private static let nameMembers: Set<String> = [
        "devName", "text", "ssid", "markText", "presetName", "alias", "message",
    ]

    private static func replacingTexts(in value: JSONValue, with name: String) -> JSONValue {
        switch value {
        case .array(let items):
            return .array(items.map { replacingTexts(in: $0, with: name) })
        case .object(let members):
            return .object(
                JSONObject(
                    members.map { key, member in
                        if nameMembers.contains(key), member.stringValue != nil { return (key, .string(name)) }
                        return (key, replacingTexts(in: member, with: name))
                    }))
        default:
            return value
        }
    }

    private static func asTexts(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): .string(number.text)
        case .bool(let flag): .string(flag ? "1" : "0")
        case .array(let items): .array(items.map(asTexts))
        case .object(let members): .object(JSONObject(members.map { ($0, asTexts($1)) }))
        default: value
        }
    }

    private static func withTrailingCommas(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var inText = false
        var isEscaped = false
        for byte in bytes {
            if inText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inText = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inText = true
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"),
                let last = result.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[")
            {
                result.append(UInt8(ascii: ","))
            }
            result.append(byte)
        }
        return result
    }
}
