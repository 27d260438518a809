import CameraSchema
import JSONTree

/// What differs between two units of the same model: names, serials and addresses.
struct UnitIdentity {
    let unit: Int

    /// The sections with this unit's own identity; unit 0 is the schema's example.
    func applied(to sections: [SectionName: JSONValue]) -> [SectionName: JSONValue] {
        guard unit > 0 else { return sections }
        let serial = String(8_888_888_888_888 + unit)
        let host = "10.\(unit >> 16 & 255).\(unit >> 8 & 255).\(unit & 255)"
        let changes: [(String, String, String)] = [
            ("system/device-info", "devName", "IPC-\(unit)"),
            ("system/device-info", "devId", serial),
            ("network/p2p", "serialNumber", serial),
            ("network/interfaces", "mac", mac),
            ("network/interfaces", "ip", host),
            ("network/gb28181", "deviceId", "340200000013200" + String(String(100_001 + unit).suffix(5))),
        ]
        var result = sections
        for (endpoint, name, value) in changes {
            let section = SectionName(endpoint: endpoint)
            if result[section]?[name] != nil {
                result[section] = result[section]?.setting(.string(value), at: [name])
            }
        }
        return result
    }

    /// What is built into a unit, and stays when it takes another unit's settings.
    private static let hardware: [(endpoint: String, name: String)] = [
        ("system/device-info", "devId"), ("network/p2p", "serialNumber"), ("network/interfaces", "mac"),
    ]

    /// Other sections with the hardware numbers of this unit's own.
    static func keepingHardware(
        of own: [SectionName: JSONValue], in other: [SectionName: JSONValue]
    ) -> [SectionName: JSONValue] {
        var result = other
        for (endpoint, name) in hardware {
            let section = SectionName(endpoint: endpoint)
            guard let value = own[section]?[name] else { continue }
            result[section] = result[section]?.setting(value, at: [name])
        }
        return result
    }

    private var mac: String {
        let bytes = [0xB2, 0x4E, unit >> 24, unit >> 16, unit >> 8, unit]
        return bytes.map { byte in
            let text = String(byte & 255, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined(separator: ":")
    }
}
