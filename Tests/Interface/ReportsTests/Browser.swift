import Foundation
import TestSupport
import Testing

/// A real Chromium without a window and without network access.
struct Browser {
    struct Failure: Error {
        let reason: String
    }

    /// Whether the tests must not be skipped, as in continuous integration.
    static let isRequired = ProcessInfo.processInfo.environment["CAMKEEP_BROWSER"] == "1"
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private static let screenshots = Repository.file(".build/screenshots")

    var width = 1200
    var height = 1600
    var isDark = false

    /// Shows a page, and keeps the picture in .build/screenshots and as an attachment of the test.
    func screenshot(of page: String, named name: String) async throws -> PNGImage {
        guard let path = Self.path else { throw Failure(reason: "there is no Chromium: scripts/setup --browser") }
        let files = FileManager.default
        let profile = files.temporaryDirectory.appending(path: "camkeep-browser-\(UUID().uuidString)")
        try files.createDirectory(at: profile, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: profile) }
        try files.createDirectory(at: Self.screenshots, withIntermediateDirectories: true)
        let document = Self.screenshots.appending(path: "\(name).html")
        let picture = Self.screenshots.appending(path: "\(name).png")
        try Data(page.utf8).write(to: document)
        try? files.removeItem(at: picture)
        let browser = try ChildProcess(
            path,
            [
                // Containers run as root, which cannot use the sandbox. The page is our own.
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(profile.path())",
                "--hide-scrollbars", "--force-color-profile=srgb", "--force-device-scale-factor=1",
                "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--window-size=\(width),\(height)",
                "--screenshot=\(picture.path())", document.absoluteString,
            ],
            environment: ["HOME": profile.path(), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], folder: profile.path())
        let result = try await browser.result()
        guard result.end == .exited(0), let bytes = try? Data(contentsOf: picture) else {
            throw Failure(reason: "\(result.end): \(String(decoding: result.errors, as: UTF8.self))")
        }
        Attachment.record(Array(bytes), named: "\(name).png")
        return try PNGImage(Array(bytes))
    }
}
