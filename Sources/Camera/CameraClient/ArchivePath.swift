/// A path on the same camera, as `export-params` names it (document 7.2.9). Everything else is refused: a camera must not be
/// able to send CamKeep, with its cookie, to another place.
package struct ArchivePath: Sendable, Hashable {
    package let text: String

    /// Nil if the text is not an absolute path of plain characters without `..`.
    package init?(_ text: String) {
        guard text.utf8.count <= 1024, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ Self.plain.contains($0) }),
            !text.split(separator: "/").contains("..")
        else { return nil }
        self.text = text
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=~".utf8)
}
