import JSONTree

/// How the reading of a section, or of the vendor archive, went.
package enum RecordStatus: Sendable, Hashable {
    case ok
    /// The camera does not have it. The reason is for people.
    case unsupported(reason: String)
    /// The camera should have it, but it could not be read. The reason is for people.
    case failed(reason: String)

    /// `ok`, `unsupported` or `failed`, as the document writes it.
    package var name: String {
        switch self {
        case .ok: "ok"
        case .unsupported: "unsupported"
        case .failed: "failed"
        }
    }

    package var reason: String? {
        switch self {
        case .ok: nil
        case .unsupported(let reason), .failed(let reason): reason
        }
    }
}

// MARK: - JSON

extension RecordStatus {
    func write(to object: inout JSONObject) {
        object["status"] = .string(name)
        object["reason"] = reason.map(JSONValue.string)
    }

    init(_ reader: inout ObjectReader) throws(SnapshotError) {
        switch try reader.text("status") {
        case "ok": self = .ok
        case "unsupported": self = try .unsupported(reason: reader.text("reason"))
        case "failed": self = try .failed(reason: reader.text("reason"))
        default: throw reader.error("expected ok, unsupported or failed", at: "status")
        }
    }
}
