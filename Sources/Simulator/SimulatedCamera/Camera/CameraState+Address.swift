import CameraSchema
import JSONTree

/// Where the settings say that the camera's web server answers (document 7.3.1, 7.3.2).
package struct WebAddress: Sendable, Hashable {
    package var ip: String?
    /// Nil when there is no such port, 0 when the protocol is switched off.
    package var httpPort: Int?
    package var httpsPort: Int?
}

/// Where a camera really listens.
struct ListeningPlace: Sendable, Hashable {
    var address: String
    var port: Int
    var isSecure: Bool
}

extension CameraState {
    private static let interfaces = SectionName(endpoint: "network/interfaces")
    private static let ports = SectionName(endpoint: "network/port")
    private static let http = "httpProtocol"
    private static let https = "httpsProtocol"

    var webAddress: WebAddress {
        WebAddress(
            ip: sections[Self.interfaces]?["ip"]?.stringValue, httpPort: port(Self.http), httpsPort: port(Self.https))
    }

    private func port(_ name: String) -> Int? {
        guard let items = sections[Self.ports]?.arrayValue, let steps = Self.steps(to: name, in: items) else {
            return nil
        }
        guard items[steps.item]["enable"]?.isTruthy != false else { return 0 }
        return items[steps.item]["property"]?[steps.member]?["port"]?.tolerantInteger
    }

    /// The item of a protocol, and the wire name of its object, which ends in a blank on most firmware.
    private static func steps(to name: String, in items: [JSONValue]) -> (item: Int, member: String)? {
        for (index, item) in items.enumerated() {
            for (key, _) in item["property"]?.objectValue ?? JSONObject() where key.filter({ $0 != " " }) == name {
                return (index, key)
            }
        }
        return nil
    }

    /// Lets the settings, and the factory settings, say where the camera listens.
    mutating func report(_ place: ListeningPlace) {
        self.place = place
        factory = reportingPlace(in: factory)
        sections = reportingPlace(in: sections)
    }

    /// The sections with the place at which the camera listens, if they are to say so.
    func reportingPlace(in sections: [SectionName: JSONValue]) -> [SectionName: JSONValue] {
        guard let place else { return sections }
        var result = sections
        result[Self.interfaces] = result[Self.interfaces]?.setting(.string(place.address), at: ["ip"])
        if let data = result[Self.ports], let items = data.arrayValue,
            let steps = Self.steps(to: place.isSecure ? Self.https : Self.http, in: items)
        {
            result[Self.ports] = data.setting(
                .integer(place.port), at: [String(steps.item), "property", steps.member, "port"])
        }
        return result
    }

    /// The move that the settings ask for, if they have changed.
    func move(from old: WebAddress) -> AddressMove? {
        let new = webAddress
        guard options.readdressing != .ignored, new != old else { return nil }
        return AddressMove(
            address: new.ip == old.ip ? nil : new.ip ?? "",
            httpPort: new.httpPort == old.httpPort ? nil : new.httpPort ?? 0,
            httpsPort: new.httpsPort == old.httpsPort ? nil : new.httpsPort ?? 0,
            delay: options.readdressingDelay, arrives: options.readdressing == .followed)
    }
}
