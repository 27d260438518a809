import Cryptography
import JSONTree
import Snapshots

extension RestorePlanFile {
    private static let limits = JSONReader.Limits(bytes: largestFile, depth: 100)

    /// Reads a document strictly, and checks it against its own digests.
    ///
    /// - Parameter file: what errors call it
    package static func read(_ bytes: [UInt8], file: String) throws(PlanFileError) -> RestorePlanFile {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONReader.readStrictly(bytes, limits: limits)
        } catch {
            throw PlanFileError(.damaged, file: file, detail: "this is not valid JSON: \(error)")
        }
        guard let object = document.objectValue, object["format"] == .string(format) else {
            throw PlanFileError(
                .wrongFormat, file: file, detail: "this is not a CamKeep plan: \"format\" is not \"\(format)\"")
        }
        guard let read = object["version"]?.stringValue.flatMap(FormatVersion.init), read.major == version.major else {
            throw PlanFileError(
                .wrongFormat, file: file, detail: "this CamKeep reads plans of version \(version.major)")
        }
        guard object["integrity"] == .string(integrity(of: object).text) else {
            throw PlanFileError(.damaged, file: file, detail: "the document does not fit its integrity digest")
        }
        return try RestorePlanFile(
            PlanMembers(document, at: JSONPointer(), file: file, ignoresUnknown: read.minor > version.minor))
    }

    private init(_ members: PlanMembers) throws(PlanFileError) {
        try members.allowOnly([
            "format", "version", "tool", "target", "options", "desired", "live", "steps", "omissions", "counts",
            "integrity",
        ])
        // A restore plans again, and ignores what the file says of steps.
        _ = try (members.list("steps"), members.list("omissions"), members.object("counts"))
        let desired = try members.object("desired")
        try desired.allowOnly(["name", "snapshot"])
        try self.init(
            tool: members.text("tool"), target: members.text("target"),
            options: PlanOptions(members.object("options")), desiredName: desired.text("name"),
            desired: desired.snapshot("snapshot"), live: members.snapshot("live"))
    }
}

extension PlanOptions {
    fileprivate init(_ members: PlanMembers) throws(PlanFileError) {
        try members.allowOnly([
            "only", "except", "withIdentity", "withPresets", "requireSecrets", "allowClearingSecrets",
            "rewriteSecrets",
        ])
        var including: Set<Extra> = []
        if try members.flag("withIdentity") { including.insert(.identity) }
        if try members.flag("withPresets") { including.insert(.presets) }
        var secrets: Set<SecretRule> = []
        if try members.flag("requireSecrets") { secrets.insert(.mustBeHeld) }
        if try members.flag("allowClearingSecrets") { secrets.insert(.mayBeCleared) }
        if try members.flag("rewriteSecrets") { secrets.insert(.areRewritten) }
        try self.init(
            only: members.texts("only"), except: members.texts("except"), including: including, secrets: secrets)
    }
}

/// The members of one object of a plan file, with errors that name the place.
private struct PlanMembers {
    let object: JSONObject
    let pointer: JSONPointer
    let file: String
    let ignoresUnknown: Bool

    init(_ value: JSONValue?, at pointer: JSONPointer, file: String, ignoresUnknown: Bool) throws(PlanFileError) {
        guard let object = value?.objectValue else {
            throw PlanFileError(.damaged, file: file, detail: "an object is expected", at: pointer)
        }
        self.object = object
        self.pointer = pointer
        self.file = file
        self.ignoresUnknown = ignoresUnknown
    }

    func allowOnly(_ names: Set<String>) throws(PlanFileError) {
        guard !ignoresUnknown, let name = object.names.first(where: { !names.contains($0) }) else { return }
        throw PlanFileError(
            .damaged, file: file, detail: "this version has no such member", at: pointer.appending(name))
    }

    private func expected<Value>(_ value: Value?, _ what: String, as name: String) throws(PlanFileError) -> Value {
        guard let value else {
            throw PlanFileError(.damaged, file: file, detail: "\(what) is expected", at: pointer.appending(name))
        }
        return value
    }

    func text(_ name: String) throws(PlanFileError) -> String {
        try expected(object[name]?.stringValue, "text", as: name)
    }

    func flag(_ name: String) throws(PlanFileError) -> Bool {
        try expected(object[name]?.boolValue, "true or false", as: name)
    }

    func list(_ name: String) throws(PlanFileError) -> [JSONValue] {
        try expected(object[name]?.arrayValue, "a list", as: name)
    }

    func texts(_ name: String) throws(PlanFileError) -> [String] {
        let items = try list(name)
        let texts = items.compactMap(\.stringValue)
        return try expected(texts.count == items.count ? texts : nil, "a list of texts", as: name)
    }

    func object(_ name: String) throws(PlanFileError) -> PlanMembers {
        try PlanMembers(object[name], at: pointer.appending(name), file: file, ignoresUnknown: ignoresUnknown)
    }

    func snapshot(_ name: String) throws(PlanFileError) -> Snapshot {
        do throws(SnapshotError) {
            return try Snapshot(object[name] ?? .null, file: file)
        } catch {
            throw PlanFileError(error, file: file, at: pointer.appending(name))
        }
    }
}
