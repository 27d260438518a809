import Cryptography

/// A page that needs nothing else: no script, no picture, no font, no network.
enum HTMLDocument {
    /// The page, in UTF-8. Whatever comes from cameras or files is escaped; the page's policy forbids everything but its own
    /// style sheet.
    static func text(title: String, style: String, _ content: [HTMLNode]) -> String {
        var writer = HTMLWriter()
        writer.write(.tag("html", attributes: ["lang": "en"], [head(title, style), .tag("body", content)]))
        return "<!DOCTYPE html>\n" + writer.output
    }

    private static func head(_ title: String, _ style: String) -> HTMLNode {
        .tag(
            "head",
            [
                .tag("meta", attributes: ["charset": "utf-8"]),
                .tag("meta", attributes: ["http-equiv": "Content-Security-Policy", "content": policy(style)]),
                .tag("meta", attributes: ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .tag("meta", attributes: ["name": "color-scheme", "content": "light dark"]),
                .tag("meta", attributes: ["name": "referrer", "content": "no-referrer"]),
                .tag("title", title),
                .style(style),
            ])
    }

    /// Allows this style sheet by its hash, so that even a style that got into the page would do nothing.
    private static func policy(_ style: String) -> String {
        let hash = Base64Encoding.encode(SHA256.hash(Array(style.utf8)))
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
    }
}
