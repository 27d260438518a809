import CameraSchema
import JSONTree

/// The parameter archive: a zip with one JSON file per section (document 7.2.9; field facts, Calls, import).
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

    /// Restores the state from an uploaded archive and restarts without an answer, as devices often do.
    mutating func importArchive(_ call: Call) -> APIReply {
        if let refusal = sessionRefusal(call) { return refusal }
        guard call.request.method == "POST",
            let file = MultipartForm.part(
                named: "file", in: call.request.body, contentType: call.request.header("Content-Type") ?? ""),
            let members = StoredZip.read(file)
        else { return APIReply(.badParameter) }
        var restored = sections
        for member in members {
            guard member.name.hasPrefix(Self.folder), member.name.hasSuffix(".json"),
                let section = SectionName(String(member.name.dropFirst(Self.folder.count).dropLast(5))),
                let data = try? JSONReader.readStrictly(member.bytes, limits: .init(bytes: 8 << 20, depth: 64))
            else { return APIReply(.badParameter) }
            if restored[section] != nil { restored[section] = data }
        }
        sections = restored
        counters.imports += 1
        reboot()
        var reply = APIReply()
        reply.isDropped = true
        reply.offline = options.rebootDuration
        return reply
    }
}
