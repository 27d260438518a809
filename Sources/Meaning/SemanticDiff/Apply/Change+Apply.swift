package import JSONTree
package import Snapshots

extension [Change] {
    /// The configuration with the changes made to it.
    ///
    /// What a comparison found between two configurations turns the first into the second if nothing was left out of it:
    /// all roles, no patterns, both read by one schema. Secrets that could not be compared stay as they are. Only `config`
    /// and `undocumented` change: the roles and the wire quirks of a section stay those of the old one.
    ///
    /// - Throws: ``ApplyError`` if a change does not fit, as for another configuration than the compared one.
    package func applied(to sections: [String: SectionRecord]) throws(ApplyError) -> [String: SectionRecord] {
        var result = sections
        var order: [String] = []
        var grouped: [String: [Change]] = [:]
        for change in self {
            if grouped[change.section] == nil { order.append(change.section) }
            grouped[change.section, default: []].append(change)
        }
        for name in order {
            var editor = SectionEditor(name, sections[name])
            try editor.apply(grouped[name] ?? [])
            result[name] = editor.record
        }
        return result
    }
}

/// A change that does not fit the configuration to which it is applied.
package struct ApplyError: Error, Sendable, Hashable {
    package let section: String
    package let pointer: JSONPointer
    /// What is missing or in the way, in words.
    package let reason: String
}

extension ApplyError: CustomStringConvertible {
    package var description: String {
        "\(section) at \(pointer.steps.isEmpty ? "its root" : pointer.description): \(reason)"
    }
}
