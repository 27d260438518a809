/// Finds the file in a `multipart/form-data` body (RFC 7578), as `POST /params.html` sends it.
enum MultipartForm {
    /// The content of the part with this name; nil when the body has no such part or is cut off.
    static func part(named name: String, in body: [UInt8], contentType: String) -> [UInt8]? {
        guard let boundary = parameter("boundary", of: contentType) else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        var position = 0
        while let start = body.firstPosition(of: delimiter, from: position) {
            let headerStart = start + delimiter.count
            guard let headerEnd = body.firstPosition(of: Array("\r\n\r\n".utf8), from: headerStart),
                let end = body.firstPosition(of: Array("\r\n".utf8) + delimiter, from: headerEnd + 2)
            else { return nil }
            let headers = String(decoding: body[headerStart..<headerEnd], as: UTF8.self)
            for line in headers.split(whereSeparator: \.isNewline)
            where line.lowercased().hasPrefix("content-disposition:") && parameter("name", of: String(line)) == name {
                return end >= headerEnd + 4 ? Array(body[(headerEnd + 4)..<end]) : []
            }
            position = end + 2
        }
        return nil
    }

    /// The value of `name="value"` or `name=value` in a header.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let value = pair[1].filter { $0 != "\"" && !$0.isNewline }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}

extension [UInt8] {
    /// Where the pattern begins first, not before `start`.
    func firstPosition(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, start >= 0, count - pattern.count >= start else { return nil }
        var index = start
        while index <= count - pattern.count {
            if self[index] == first, self[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}
