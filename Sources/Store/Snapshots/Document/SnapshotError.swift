package import JSONTree

/// Why a snapshot cannot be read or written: what is wrong, where, and what to do.
package struct SnapshotError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The file cannot be opened or read, or is not a regular file.
        case unreadable
        case notGzip
        /// The compressed data ends too early.
        case truncated
        /// The compressed data is damaged: malformed, or it fails gzip's own checksum or length.
        case checksum
        /// Larger than a snapshot may be, compressed or inflated, or inflating far beyond what a snapshot does.
        case tooLarge
        /// Bytes or a second gzip member after the end.
        case trailingData
        case malformedJSON
        /// JSON, but not in the canonical form of RFC 8785.
        case notCanonical
        /// No CamKeep snapshot.
        case wrongFormat
        /// A version that this CamKeep cannot read.
        case unsupportedVersion
        /// `integrity` does not fit the document: it was edited or damaged.
        case wrongIntegrity
        /// `digest` does not fit the sections.
        case wrongDigest
        /// A member is missing, unknown or has a wrong value.
        case content
        /// The snapshot holds something that the file format cannot.
        case notEncodable
    }

    package let code: Code
    /// The path of the file, or a name such as `standard input`.
    package let file: String
    /// The place in the document, where there is one.
    package let pointer: JSONPointer?
    /// What is wrong, in words.
    package let detail: String

    init(_ code: Code, _ detail: String, in file: String, at pointer: JSONPointer? = nil) {
        self.code = code
        self.file = file
        self.pointer = pointer
        self.detail = detail
    }

    /// What the reader of the message can do about it.
    package var nextStep: String {
        switch code {
        case .unreadable: "Check the path and its permissions."
        case .notGzip, .wrongFormat: "Name the .json.gz file of a snapshot that camkeep wrote."
        case .truncated, .checksum, .trailingData:
            "The file is damaged: fetch another copy of it, or take a new snapshot."
        case .tooLarge: "No snapshot of a camera is like that: do not trust the file."
        case .malformedJSON, .notCanonical, .wrongIntegrity, .wrongDigest, .content:
            "The file was edited or damaged: fetch another copy of it, or take a new snapshot."
        case .unsupportedVersion: "Update CamKeep to read it."
        case .notEncodable: "This is a fault of CamKeep: please report it."
        }
    }
}

extension SnapshotError: CustomStringConvertible {
    package var description: String {
        let place = pointer.map { $0.steps.isEmpty ? " (the whole document)" : " (at \($0))" } ?? ""
        return "\(file): \(detail)\(place). \(nextStep)"
    }
}
