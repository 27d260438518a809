import Foundation
package import Testing

/// A file of Tests/Fixtures/Reports that holds what a report must be.
///
/// With CAMKEEP_RENEW_GOLDEN=1 in the environment the file is written anew where it differs, and the test fails all the same,
/// so that a run that renews is never taken for one that passes. scripts/renew-golden does that.
package struct GoldenFile {
    private let url: URL
    private let name: String

    /// - Parameter name: `firmware-upgrade.txt`
    package init(_ name: String, file: String = #filePath) {
        self.name = name
        url = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Reports").appending(path: name)
    }

    package func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let kept = try? Data(contentsOf: url)
        guard kept != Data(text.utf8) else { return }
        if ProcessInfo.processInfo.environment["CAMKEEP_RENEW_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url, options: .atomic)
            Issue.record("\(name) was renewed; look at the difference", sourceLocation: sourceLocation)
            return
        }
        let expected = kept.map { String(decoding: $0, as: UTF8.self) }
        Issue.record("\(name): \(Self.firstDifference(expected, text))", sourceLocation: sourceLocation)
    }

    private static func firstDifference(_ expected: String?, _ text: String) -> String {
        guard let expected else { return "there is no such file; scripts/renew-golden writes it" }
        let (old, new) = (lines(expected), lines(text))
        let position = zip(old, new).prefix { $0 == $1 }.count
        func line(_ lines: [Substring]) -> String {
            position < lines.count ? "\"\(lines[position].prefix(300))\"" : "no such line"
        }
        return "line \(position + 1) is \(line(new)) and was \(line(old)); scripts/renew-golden renews the file"
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
