/// Reads the text format of Prometheus (version 0.0.4) strictly: what a scraper would refuse, or take for something else, is an error.
package struct Exposition {
    package struct Fault: Error {
        package let line: String
        package let reason: String
    }

    /// By name and labels as they are written, `name{label="value"}`.
    package private(set) var samples: [String: Double] = [:]
    private var labels: [(name: String, value: String)] = []

    /// - Throws: ``Fault``
    package init(_ text: String) throws {
        guard text.isEmpty || text.utf8.last == 0x0A else { throw Fault(line: "", reason: "no line feed at the end") }
        var family: String?
        var announced: Set<String> = []
        // Not by characters: a line feed with a mark after it is one as well.
        for bytes in text.utf8.split(separator: 0x0A) {
            let line = String(decoding: bytes, as: UTF8.self)
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") {
                guard words.count == 4, announced.insert(words[2]).inserted else {
                    throw Fault(line: line, reason: "help without words, or twice")
                }
                family = nil
            } else if line.hasPrefix("# TYPE ") {
                guard words.count == 4, announced.contains(words[2]), words[3] == "gauge" else {
                    throw Fault(line: line, reason: "a type that is none, or without help before it")
                }
                family = words[2]
            } else {
                try readSample(line, of: family)
            }
        }
    }

    /// The values of a label in all samples.
    package func labelValues(_ name: String) -> [String] { labels.filter { $0.name == name }.map(\.value) }

    private mutating func readSample(_ line: String, of family: String?) throws {
        func fault(_ reason: String) -> Fault { Fault(line: line, reason: reason) }
        var rest = line.unicodeScalars[...]
        let name = Self.name(&rest)
        guard name == family, !name.isEmpty else { throw fault("a sample outside of its family") }
        if rest.first == "{" {
            repeat {
                rest.removeFirst()
                let label = Self.name(&rest)
                guard !label.isEmpty, rest.popFirst() == "=", rest.popFirst() == "\"" else { throw fault("no label") }
                var value = String.UnicodeScalarView()
                while let scalar = rest.popFirst(), scalar != "\"" {
                    guard scalar == "\\" else {
                        value.append(scalar)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n"?: value.append("\n")
                    case "\\"?: value.append("\\")
                    case "\""?: value.append("\"")
                    default: throw fault("an escape that is none")
                    }
                }
                labels.append((label, String(value)))
            } while rest.first == ","
            guard rest.popFirst() == "}" else { throw fault("labels without an end") }
        }
        let series = String(line.unicodeScalars[..<rest.startIndex])
        guard rest.popFirst() == " ", let value = Double(String(rest)) else { throw fault("no value") }
        guard samples.updateValue(value, forKey: series) == nil else { throw fault("twice") }
    }

    private static func name(_ rest: inout Substring.UnicodeScalarView) -> String {
        let name = rest.prefix { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        rest = rest[name.endIndex...]
        return String(name)
    }
}
