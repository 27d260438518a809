/// The URL of a webhook. It may hold a token, so nothing but its host is ever shown.
package struct WebhookAddress: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let url: String
    /// `hooks.example.com:8443`
    package let host: String

    /// Nil for a text that is no http or https URL with a host, or that holds a user name or a password.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), text.utf8.count <= 4096,
            !text.contains(where: { "#\\".contains($0) }),
            let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) })
        else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { !"/?".contains($0) }
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@") else { return nil }
        url = text
        host = String(authority)
    }

    /// The host alone.
    package var description: String { host }
    /// The host alone.
    package var debugDescription: String { host }
    /// The host alone.
    package var customMirror: Mirror { Mirror(self, children: ["host": host]) }
}
