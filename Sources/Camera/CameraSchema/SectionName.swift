/// The name of a section, one endpoint with one selector: `network/port`, `event/alarm-schedule[alarmType=1]`.
package struct SectionName: Sendable, Hashable {
    package var endpoint: String
    package var selector: SelectorValue?

    package struct SelectorValue: Sendable, Hashable {
        package var argument: String
        package var value: Int

        package init(argument: String, value: Int) {
            self.argument = argument
            self.value = value
        }
    }

    package init(endpoint: String, selector: SelectorValue? = nil) {
        self.endpoint = endpoint
        self.selector = selector
    }

    /// Nil if the text is no section name.
    package init?(_ text: String) {
        guard let open = text.utf8.firstIndex(of: UInt8(ascii: "[")) else {
            guard !text.isEmpty else { return nil }
            self.init(endpoint: text)
            return
        }
        guard text.last == "]", open != text.startIndex else { return nil }
        let parts = text[text.index(after: open)...].dropLast().split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let value = Int(parts[1]) else { return nil }
        self.init(
            endpoint: String(text[..<open]), selector: SelectorValue(argument: String(parts[0]), value: value))
    }
}

extension SectionName: CustomStringConvertible {
    package var description: String {
        guard let selector else { return endpoint }
        return "\(endpoint)[\(selector.argument)=\(selector.value)]"
    }
}

extension SectionName: Comparable {
    package static func < (left: SectionName, right: SectionName) -> Bool {
        if left.endpoint != right.endpoint { return left.endpoint < right.endpoint }
        return (left.selector?.value ?? Int.min) < (right.selector?.value ?? Int.min)
    }
}
