/// A metric with its samples, as Prometheus reads it from a text file (text-based format, version 0.0.4).
struct MetricFamily {
    struct Sample {
        let labels: [(name: String, value: String)]
        let value: Double
    }

    let name: String
    let help: String
    private(set) var samples: [Sample] = []

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    mutating func add(_ value: Double, _ labels: (name: String, value: String)...) {
        samples.append(Sample(labels: labels, value: value))
    }

    /// Nothing if there is no sample.
    var text: String {
        guard !samples.isEmpty else { return "" }
        var text = "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            text += "\(name){\(labels.joined(separator: ","))} \(Self.number(sample.value))\n"
        }
        return text
    }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whole numbers without a point.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
