import JSONTree
import Snapshots

/// Who the camera says it is (document 7.2.3); the MAC address stands with its network settings (7.3.1).
enum DeviceInfo {
    static let endpoint = "system/device-info"
    static let interfaces = "network/interfaces"

    static func fill(_ identity: inout CameraIdentity, from config: JSONValue) {
        func text(_ name: String) -> String? {
            config[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        identity.name = text("devName")
        identity.model = text("platform")
        identity.firmware = text("firmwareVersion")
        identity.software = text("softwareVersion")
        identity.serial = text("devId")
    }
}
