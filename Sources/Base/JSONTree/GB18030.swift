import Glibc

/// The Chinese national character set that cameras use for OSD texts and names (field facts, Values).
///
/// The C library converts it: its table has 63,000 entries.
package enum GB18030 {
    /// Nil if the bytes are not GB18030.
    package static func decode(_ bytes: [UInt8]) -> String? {
        guard let converted = convert(bytes, from: "GB18030", to: "UTF-8") else { return nil }
        return String(validating: converted, as: UTF8.self)
    }

    /// Nil if the text has a scalar that GB18030 does not have.
    package static func encode(_ text: String) -> [UInt8]? {
        convert(Array(text.utf8), from: "UTF-8", to: "GB18030")
    }

    private static func convert(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        guard let converter = iconv_open(target, source), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // One GB18030 character of two bytes is at most three bytes of UTF-8; one of UTF-8 at most four of GB18030.
        var output = [CChar](repeating: 0, count: bytes.count * 4 + 4)
        let written: Int? = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var inputStart = input.baseAddress
                var inputLeft = input.count
                var outputStart = output.baseAddress
                var outputLeft = output.count
                let result = iconv(converter, &inputStart, &inputLeft, &outputStart, &outputLeft)
                return result == Int(bitPattern: UInt.max) || inputLeft > 0 ? nil : output.count - outputLeft
            }
        }
        return written.map { count in output.prefix(count).map { UInt8(bitPattern: $0) } }
    }
}
