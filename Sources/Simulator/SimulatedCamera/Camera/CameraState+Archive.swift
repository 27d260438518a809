import CameraSchema
import JSONTree

/// The parameter archive: a zip with one JSON file per section, passwords included. It has all that a camera keeps except its
/// account and its clock (document 7.2.9; field facts, Calls, import).
extension CameraState {
    private static let folder = "config/"
    private static let zipType = "application/x-zip-compressed"

    var archiveName: String {
        let version = sections[SectionName(endpoint: "system/device-info")]?["firmwareVersion"]?.stringValue
        return (version ?? "params") + ".zip"
    }

    /// The archive of the current state; equal states give equal bytes.
    var archiveBytes: [UInt8] {
        let members = sections.keys.sorted().map { section in
            StoredZip.Member(
                name: "\(Self.folder)\(section).json", bytes: JSONWriter.canonical(sections[section] ?? .null))
        }
        return StoredZip.write(members)
    }

    func export(_ call: Call) -> APIReply {
        if call.faults.contains(.hostileArchiveName) {
            return APIReply([
                "url": "http://192.0.2.1/filedir/../../../etc/passwd", "filename": "../../../../tmp/camkeep-owned.zip",
            ])
        }
        return APIReply(["url": .string("/filedir/\(archiveName)"), "filename": .string(archiveName)])
    }

    func archive(named name: String, _ call: Call) -> SimulatedReply {
        guard call.standing == .open else { return WebPage.reply(status: 401, title: "Unauthorized") }
        guard call.request.method == "GET", name == archiveName else {
            return WebPage.reply(status: 404, title: "404 Not Found")
        }
        return SimulatedReply(headers: [HTTPField("Content-Type", Self.zipType)], body: .bytes(archiveBytes))
    }

    /// Restores the state from an uploaded archive and restarts, mostly without an answer (field facts, Calls).
    ///
    /// No field fact says how a camera refuses an archive. This one accepts only a whole archive of its own model and firmware.
    /// Otherwise it answers what the document says of upgrade files: code 204, and nothing changes.
    mutating func importArchive(_ call: Call) -> APIReply {
        if let refusal = sessionRefusal(call) { return refusal }
        guard call.request.method == "POST",
            let file = MultipartForm.part(
                named: "file", in: call.request.body, contentType: call.request.header("Content-Type") ?? "")
        else { return APIReply(.badParameter) }
        guard let archived = Self.sections(ofArchive: file), archived.keys == sections.keys,
            Self.make(of: archived) == Self.make(of: sections)
        else { return APIReply(.badFile) }
        sections = UnitIdentity.keepingHardware(of: sections, in: archived)
        counters.imports += 1
        reboot()
        var reply = APIReply()
        reply.isDropped = !options.answersImport
        reply.offline = options.rebootDuration
        return reply
    }

    /// Nil unless the file is a whole archive of sections and nothing else.
    private static func sections(ofArchive file: [UInt8]) -> [SectionName: JSONValue]? {
        guard let members = StoredZip.read(file) else { return nil }
        var sections: [SectionName: JSONValue] = [:]
        for member in members {
            guard member.name.hasPrefix(folder), member.name.hasSuffix(".json"),
                let section = SectionName(String(member.name.dropFirst(folder.count).dropLast(5))),
                let data = try? JSONReader.readStrictly(member.bytes, limits: .init(bytes: 8 << 20, depth: 64))
            else { return nil }
            sections[section] = data
        }
        return sections
    }

    /// What distinguishes models and firmware.
    private static func make(of sections: [SectionName: JSONValue]) -> [JSONValue?] {
        let information = sections[SectionName(endpoint: "system/device-info")]
        return ["platform", "devSensor", "firmwareVersion", "softwareVersion"].map { information?[$0] }
    }
}
