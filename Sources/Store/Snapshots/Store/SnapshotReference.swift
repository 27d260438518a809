/// How a command line names a snapshot: `CAMERA`, `CAMERA@latest`, `CAMERA@previous`, `CAMERA@~2`, `CAMERA@2026-11-22`,
/// `CAMERA@2026-11-22T1435`, `CAMERA@TAG`, `@latest` in a store of one camera, the path of a file, or `-`.
package enum SnapshotReference: Sendable, Hashable {
    case standardInput
    case file(String)
    /// In a store. No camera means the only one.
    case stored(camera: String?, Selector)

    /// Which of a camera's snapshots.
    package enum Selector: Sendable, Hashable {
        /// 0 is the latest, 1 the one before it.
        case back(Int)
        /// The beginning of a ``SnapshotName``, from the year on.
        case taken(String)
        /// A name that the operator gave it.
        case tag(String)
    }

    /// Reads a reference. A text with a slash, or one that ends with `.gz`, is a path; an `http://` or `https://` URL is a camera.
    ///
    /// - Throws: ``SnapshotReferenceError`` with `.malformed`.
    package init(_ text: String) throws(SnapshotReferenceError) {
        let isURL = text.hasPrefix("http://") || text.hasPrefix("https://")
        if text == "-" {
            self = .standardInput
        } else if !isURL, text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".gz") {
            self = .file(text)
        } else if let at = text.lastIndex(of: "@") {
            let camera = text[..<at]
            let selector = text[text.index(after: at)...]
            guard let selector = Selector(String(selector)) else {
                throw SnapshotReferenceError(
                    .malformed,
                    "after @ must come latest, previous, ~2, a tag, or a date such as 2026-11-22 or 2026-11-22T1435",
                    reference: text)
            }
            self = .stored(camera: camera.isEmpty ? nil : String(camera), selector)
        } else {
            guard !text.isEmpty else {
                throw SnapshotReferenceError(.malformed, "the reference is empty", reference: text)
            }
            self = .stored(camera: text, .back(0))
        }
    }
}

extension SnapshotReference.Selector {
    init?(_ text: String) {
        switch text {
        case "latest": self = .back(0)
        case "previous": self = .back(1)
        case _ where text.hasPrefix("~"):
            let digits = text.dropFirst()
            guard let count = Int(digits), count >= 0, String(count) == digits else { return nil }
            self = .back(count)
        default:
            if let beginning = Self.beginningOfName(text) {
                self = .taken(beginning)
            } else {
                guard SnapshotTags.isTag(text) else { return nil }
                self = .tag(text)
            }
        }
    }

    /// A date alone means the newest snapshot in that year, month or day; a time must say which one.
    var isDate: Bool {
        guard case .taken(let beginning) = self else { return false }
        return beginning.utf8.count <= "2026-11-22".utf8.count
    }

    private static let template = "0000-00-00T000000Z-"
    private static let shortestBeginning = "2026".utf8.count

    /// The text without the colons of a time, if a ``SnapshotName`` can begin with it.
    private static func beginningOfName(_ text: String) -> String? {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: ":") }
        guard bytes.count >= shortestBeginning else { return nil }
        let pattern = Array(template.utf8)
        for (position, byte) in bytes.enumerated() {
            let expected = position < pattern.count ? pattern[position] : UInt8(ascii: "0")
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard expected == UInt8(ascii: "0") ? isDigit : byte == expected else { return nil }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a reference names no snapshot, or more than one.
package struct SnapshotReferenceError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        case malformed
        /// The store has no such camera.
        case unknownCamera
        /// The camera has no such snapshot.
        case unknownSnapshot
        case ambiguous
    }

    package let code: Code
    package let reference: String
    package let detail: String
    /// What it could have been, nearest first: cameras, or references of snapshots.
    package let candidates: [String]

    init(_ code: Code, _ detail: String, reference: String, candidates: [String] = []) {
        self.code = code
        self.reference = reference
        self.detail = detail
        self.candidates = candidates
    }
}

extension SnapshotReferenceError: CustomStringConvertible {
    private static let shownCandidates = 8

    package var description: String {
        var text = "\(reference): \(detail)"
        guard !candidates.isEmpty else { return text + "." }
        text += "; there is " + candidates.prefix(Self.shownCandidates).joined(separator: ", ")
        if candidates.count > Self.shownCandidates { text += " and \(candidates.count - Self.shownCandidates) more" }
        return text + "."
    }
}

extension SnapshotReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .standardInput: "-"
        case .file(let path): path
        case .stored(let camera, .back(let count)): "\(camera ?? "")@" + (count == 0 ? "latest" : "~\(count)")
        case .stored(let camera, .taken(let beginning)): "\(camera ?? "")@\(beginning)"
        case .stored(let camera, .tag(let tag)): "\(camera ?? "")@\(tag)"
        }
    }
}

extension SnapshotStore {
    /// The snapshot that a reference names, fully checked.
    ///
    /// - Parameter standardInput: gives the bytes of `-`.
    /// - Throws: ``SnapshotReferenceError``, ``SnapshotStoreError``, ``SnapshotError``, or what `standardInput` throws.
    package func load(_ reference: SnapshotReference, standardInput: () throws -> [UInt8]) throws -> Snapshot {
        switch reference {
        case .standardInput: try SnapshotFile.decode(standardInput(), file: "standard input")
        case .file(let path): try SnapshotFile.read(path)
        case .stored(let camera, let selector): try load(resolve(camera: camera, selector))
        }
    }

    /// The entry that a reference to this store names.
    ///
    /// - Parameter camera: the name of a folder, an address, or nil for the only camera of the store.
    /// - Throws: ``SnapshotReferenceError`` with what it could have been; ``SnapshotStoreError``.
    package func resolve(camera: String?, _ selector: SnapshotReference.Selector) throws -> SnapshotEntry {
        let text = SnapshotReference.stored(camera: camera, selector).description
        let folder = try resolveCamera(camera, reference: text)
        let entries = try list(folder)
        switch selector {
        case .back(let count):
            guard count < entries.count else {
                let known = entries.count == 1 ? "only one snapshot" : "only \(entries.count) snapshots"
                throw SnapshotReferenceError(
                    .unknownSnapshot, "this camera has \(known)", reference: text, candidates: entries.map(\.reference))
            }
            return entries[count]
        case .tag(let tag):
            if let tagged = entries.first(where: { $0.tags.contains(tag) }) { return tagged }
            throw SnapshotReferenceError(
                .unknownSnapshot, "this camera has no snapshot with that tag", reference: text,
                candidates: entries.flatMap(\.tags).map { "\(folder)@\($0)" } + entries.map(\.reference))
        case .taken(let beginning):
            let matching = entries.filter { $0.name.description.hasPrefix(beginning) }
            if let exact = matching.first(where: { $0.name.description == beginning }) { return exact }
            guard let newest = matching.first else {
                throw SnapshotReferenceError(
                    .unknownSnapshot, "this camera has no such snapshot", reference: text,
                    candidates: entries.map(\.reference))
            }
            guard matching.count == 1 || selector.isDate else {
                throw SnapshotReferenceError(
                    .ambiguous, "more than one snapshot begins like that", reference: text,
                    candidates: matching.map(\.reference))
            }
            return newest
        }
    }

    private func resolveCamera(_ camera: String?, reference: String) throws -> String {
        let folders = try cameras()
        guard let camera else {
            guard let only = folders.first, folders.count == 1 else {
                throw SnapshotReferenceError(
                    folders.isEmpty ? .unknownCamera : .ambiguous,
                    folders.isEmpty ? "the store is empty" : "the store has more than one camera",
                    reference: reference, candidates: folders)
            }
            return only
        }
        let folder = Self.folder(of: camera, among: folders)
        guard folders.contains(folder) else {
            throw SnapshotReferenceError(
                .unknownCamera, "the store has no such camera", reference: reference, candidates: folders)
        }
        return folder
    }
}
