import Foundation
import TestSupport

/// A file of Tests/Fixtures/Reports that holds what a report must be.
///
/// With CAMKEEP_RENEW_GOLDEN=1 in the environment the file is written anew where it differs, and the test fails all the same,
/// so that a run that renews is never taken for one that passes. scripts/renew-golden does that.
package struct GoldenFile {
    private let url: URL
    private let name: String

    /// Why a report is not as its golden file says.
    package struct Mismatch: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter name: `firmware-upgrade.txt`
    package init(_ name: String) {
        self.name = name
        url = Repository.fixture("Reports").appending(path: name)
    }

    /// - Throws: ``Mismatch``
    package func expect(_ text: String) throws {
        let kept = try? Data(contentsOf: url)
        guard kept != Data(text.utf8) else { return }
        if ProcessInfo.processInfo.environment["CAMKEEP_RENEW_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url, options: .atomic)
            throw Mismatch(description: "\(name) was renewed; look at the difference")
        }
        let expected = kept.map { String(decoding: $0, as: UTF8.self) }
        throw Mismatch(description: "\(name): \(Self.firstDifference(old: expected, new: text))")
    }

    private static func firstDifference(old: String?, new: String) -> String {
        guard let old else { return "there is no such file; scripts/renew-golden writes it" }
        let (oldLines, newLines) = (lines(old), lines(new))
        let position = zip(oldLines, newLines).prefix { $0 == $1 }.count
        func line(_ lines: [Substring]) -> String {
            position < lines.count ? "\"\(lines[position].prefix(300))\"" : "no such line"
        }
        return
            "line \(position + 1) is \(line(newLines)) and was \(line(oldLines)); scripts/renew-golden renews the file"
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
