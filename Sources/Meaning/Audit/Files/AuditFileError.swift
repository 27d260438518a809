/// A fault of a policy or waiver file, with its place.
package struct AuditFileError: Error, Sendable, Hashable {
    package let file: String
    /// Counted from 1; nil if the file as a whole is at fault.
    package let line: Int?
    /// Counted in bytes from 1.
    package let column: Int?
    /// The rule or waiver that is at fault: `rule "https-off"`.
    package let subject: String?
    package let message: String
}

extension AuditFileError: CustomStringConvertible {
    package var description: String {
        let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(file)\(place): \(subject.map { "\($0): " } ?? "")\(message)"
    }
}
