import CameraClient
import CameraSchema
import Configuration
import JSONTree
import Snapshots

/// What a write does to the address at which the camera is reached (document 7.3.1, 7.3.2).
struct AddressChange: Sendable {
    /// Where the camera is reached before the write.
    let old: CameraTarget
    /// Where it may be reached afterwards, the likeliest first; the old place is always among them.
    private(set) var candidates: [CameraTarget]
    /// Why the write would certainly lock CamKeep out; nil if it would not.
    private(set) var obstacle: String?

    private static let interfaces = "network/interfaces"
    private static let ports = "network/port"

    init(of write: SectionWrite, direction: RestoreDirection, at target: CameraTarget) {
        old = target
        candidates = [target]
        let before = write.origin(direction).config
        let after = write.goal(direction).config
        switch write.section.endpoint {
        case Self.interfaces: noteAddress(before, after)
        case Self.ports: notePorts(before, after)
        default: break
        }
    }

    /// Where a camera may be after it has taken another configuration as a whole.
    init(from live: Snapshot, to wanted: Snapshot, at target: CameraTarget) {
        old = target
        candidates = [target]
        func config(_ name: String, _ snapshot: Snapshot) -> JSONValue { snapshot.sections[name]?.config ?? .null }
        noteAddress(config(Self.interfaces, live), config(Self.interfaces, wanted))
        let places = candidates
        notePorts(config(Self.ports, live), config(Self.ports, wanted))
        guard places.count > 1, let port = candidates.first?.port, port != target.port, let moved = places.first,
            let both = try? CameraTarget(port: port, like: moved)
        else {
            if places.count > 1 { candidates = places }
            return
        }
        candidates = [both, moved] + candidates
    }

    /// Whether the camera is expected elsewhere.
    var moves: Bool { candidates.first != old }

    private mutating func noteAddress(_ before: JSONValue, _ after: JSONValue) {
        guard let ip = after["ip"]?.stringValue, let oldIP = before["ip"]?.stringValue, ip != oldIP else { return }
        // With DHCP the server chooses the address. Behind a gateway the camera is reached at the gateway's address.
        guard after["enableDhcp"] != true, old.host == oldIP || !old.hasNumericHost else { return }
        guard let new = try? CameraTarget(host: ip, like: old) else {
            obstacle = "\"\(ip)\" is not an address"
            return
        }
        candidates = [new, old]
    }

    private mutating func notePorts(_ before: JSONValue, _ after: JSONValue) {
        let member = old.scheme == .https ? "httpsProtocol" : "httpProtocol"
        guard let oldPort = Self.port(before, member), let new = Self.port(after, member) else { return }
        guard new.isOn else {
            if oldPort.isOn {
                obstacle = "it switches \(old.scheme.rawValue) off, which CamKeep needs to reach the camera"
            }
            return
        }
        // Through a forwarded port the camera is reached at another number.
        guard new.number != oldPort.number, old.port == oldPort.number else { return }
        guard let target = try? CameraTarget(port: new.number, like: old) else {
            obstacle = "\(new.number) is not a port"
            return
        }
        candidates = [target, old]
    }

    private static func port(_ config: JSONValue, _ member: String) -> (number: Int, isOn: Bool)? {
        let items = config.objectValue.map { $0.map(\.value) } ?? config.arrayValue ?? []
        for item in items {
            guard let number = item["property"]?[member]?["port"]?.integerValue else { continue }
            return (number, item["enable"] != false)
        }
        return nil
    }
}

extension CameraTarget {
    fileprivate init(host: String, like other: CameraTarget) throws(TargetError) {
        let name = host.contains(where: { $0 == ":" }) ? "[\(host)]" : host
        try self.init("\(other.scheme.rawValue)://\(name):\(other.port)")
    }

    fileprivate init(port: Int, like other: CameraTarget) throws(TargetError) {
        let name = other.host.contains(where: { $0 == ":" }) ? "[\(other.host)]" : other.host
        try self.init("\(other.scheme.rawValue)://\(name):\(port)")
    }

    fileprivate var hasNumericHost: Bool {
        host.allSatisfy { $0.isNumber || $0 == "." } || host.contains(where: { $0 == ":" })
    }
}
