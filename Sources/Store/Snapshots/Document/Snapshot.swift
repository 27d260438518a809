package import Cryptography
package import JSONTree

/// The configuration of one camera at one moment: what a snapshot file holds.
///
/// docs/snapshot-format.md specifies the document.
package struct Snapshot: Sendable, Equatable {
    /// The version of the document it was read from. What is written always has the current version.
    package let version: FormatVersion
    package var camera: CameraIdentity
    package var taken: SnapshotTime
    /// Name and version of the program: `camkeep 0.1.0`.
    package var tool: String
    /// The digest of the schema by which the camera's answers were understood.
    package var schema: ContentDigest
    /// By their names: `network/port`, `event/alarm-schedule[alarmType=1]`.
    package var sections: [String: SectionRecord]
    /// Nil if the vendor archive was not asked for.
    package var export: ExportRecord?
    /// Nil if there was no key to seal them under, or there were none.
    package var sealed: SealedPart?

    package init(
        camera: CameraIdentity, taken: SnapshotTime, tool: String, schema: ContentDigest,
        sections: [String: SectionRecord], export: ExportRecord? = nil, sealed: SealedPart? = nil
    ) {
        version = .current
        self.camera = camera
        self.taken = taken
        self.tool = tool
        self.schema = schema
        self.sections = sections
        self.export = export
        self.sealed = sealed
    }

    /// Stands for the configuration alone: equal digests mean equal configuration, whatever the clock, the ciphertexts
    /// or the order of the camera's answers were.
    package var digest: ContentDigest {
        // In order, because JSON objects are quickest to build and to write so.
        let readable = sections.filter { $0.value.status == .ok }.sorted { $0.key < $1.key }
        let comparable = readable.map { ($0.key, $0.value.comparable) }
        return ContentDigest(ofCanonical: .object(JSONObject(comparable)))
    }
}

// MARK: - JSON

extension Snapshot {
    static let formatName = "camkeep-snapshot"

    /// The document, with `digest` and `integrity`.
    package var json: JSONValue {
        var object = JSONObject([
            ("format", .string(Self.formatName)), ("version", .string(FormatVersion.current.description)),
            ("camera", camera.json), ("taken", .string(taken.description)), ("tool", .string(tool)),
            ("schema", .string(schema.text)), ("digest", .string(digest.text)),
            ("sections", .object(JSONObject(sections.map { ($0.key, $0.value.json) }))),
        ])
        object["export"] = export?.json
        object["sealed"] = sealed?.json
        object["integrity"] = .string(CanonicalDocument(object).integrity.text)
        return .object(object)
    }

    /// Reads a document.
    ///
    /// - Parameter file: what errors call it.
    /// - Throws: ``SnapshotError`` if it is no snapshot, has a version that cannot be read, does not fit its own
    ///   `integrity` or `digest`, or has a member that is missing, wrong or (in version 1.0) unknown.
    package init(_ value: JSONValue, file: String) throws(SnapshotError) {
        try self.init(value, file: file, checkedAgainst: CanonicalDocument(value.objectValue ?? JSONObject()))
    }

    /// - Parameter canonical: the text of the document; nil if its digests were computed a moment ago.
    init(_ value: JSONValue, file: String, checkedAgainst canonical: CanonicalDocument?) throws(SnapshotError) {
        let version = try Self.readVersion(value, file: file)
        let context = ObjectReader.Context(file: file, ignoresUnknown: version.minor > FormatVersion.current.minor)
        var reader = try ObjectReader(value, at: JSONPointer(), context)
        for name in ["format", "version"] { _ = try reader.value(name) }
        let writtenIntegrity = try reader.digest("integrity")
        guard canonical == nil || writtenIntegrity == canonical?.integrity else {
            throw SnapshotError(
                .wrongIntegrity, "the document does not match its integrity digest", in: file,
                at: JSONPointer(["integrity"]))
        }
        self.version = version
        camera = try CameraIdentity(reader.value("camera"), at: JSONPointer(["camera"]), context)
        taken = try reader.time("taken")
        tool = try reader.text("tool")
        schema = try reader.digest("schema")
        sections = try Self.readSections(&reader)
        if let value = reader.optional("export") {
            export = try ExportRecord(value, at: JSONPointer(["export"]), context)
        }
        if let value = reader.optional("sealed") {
            sealed = try SealedPart(value, at: JSONPointer(["sealed"]), context)
        }
        let writtenDigest = try reader.digest("digest")
        try reader.finish()
        guard canonical == nil || writtenDigest == digest else {
            throw SnapshotError(
                .wrongDigest, "the sections do not match their digest", in: file, at: JSONPointer(["digest"]))
        }
    }

    /// - Throws: ``SnapshotError`` if the document is no snapshot or has a version that cannot be read.
    static func readVersion(_ value: JSONValue, file: String) throws(SnapshotError) -> FormatVersion {
        guard value["format"] == .string(formatName) else {
            throw SnapshotError(
                .wrongFormat, "this is not a CamKeep snapshot: \"format\" is not \"\(formatName)\"", in: file,
                at: JSONPointer(["format"]))
        }
        let place = JSONPointer(["version"])
        guard let version = value["version"]?.stringValue.flatMap(FormatVersion.init) else {
            throw SnapshotError(.content, "expected a version such as \(FormatVersion.current)", in: file, at: place)
        }
        guard version.major <= FormatVersion.current.major else {
            throw SnapshotError(
                .unsupportedVersion,
                "written by a newer CamKeep in format version \(version); this one reads up to major version \(FormatVersion.current.major)",
                in: file,
                at: place)
        }
        guard version.major == FormatVersion.current.major else {
            throw SnapshotError(.unsupportedVersion, "format version \(version) was never in use", in: file, at: place)
        }
        return version
    }

    private static func readSections(_ reader: inout ObjectReader) throws(SnapshotError) -> [String: SectionRecord] {
        var sections: [String: SectionRecord] = [:]
        let pointer = JSONPointer(["sections"])
        for member in try reader.object("sections") {
            let place = pointer.appending(member.key)
            guard !member.key.isEmpty else { throw reader.context.error("a section needs a name", at: place) }
            sections[member.key] = try SectionRecord(member.value, at: place, reader.context)
        }
        return sections
    }
}
