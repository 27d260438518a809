package import Foundation

/// The repository that the tests were built from: its schemas, documents, examples and fixtures.
package enum Repository {
    /// The nearest folder above this file that holds the package's manifest.
    package static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.pathComponents.count > 1 {
            let manifest = folder.appending(path: "Package.swift").path(percentEncoded: false)
            if FileManager.default.fileExists(atPath: manifest) { return folder }
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// - Parameter path: from the root: `schema/snapshot-v1.schema.json`
    package static func file(_ path: String) -> URL { root.appending(path: path) }

    /// - Parameter name: below `Tests/Fixtures`
    package static func fixture(_ name: String) -> URL { file("Tests/Fixtures").appending(path: name) }
}
