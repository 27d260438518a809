import CameraSchema
import JSONTree

extension CameraState {
    /// A PTZ command: presets are stored, movements are counted (document 7.5.6).
    mutating func control(_ call: Call) -> APIReply {
        guard call.data["optType"]?.tolerantInteger != nil else { return APIReply(.badParameter) }
        counters.movements += 1
        let section = SectionName(endpoint: "image/ptz-ctrl")
        guard let preset = call.data["preset"]?.objectValue,
            let index = preset["presetIdx"]?.tolerantInteger,
            var list = sections[section]?["presetList"]?.arrayValue
        else { return APIReply() }
        var stored = JSONObject([("presetIdx", .integer(index))])
        stored["presetName"] = preset["presetName"] ?? .string("preset\(index)")
        stored["enablePreset"] = preset["enablePreset"] ?? 1
        stored["readOnly"] = 0
        if let place = list.firstIndex(where: { $0["presetIdx"]?.tolerantInteger == index }) {
            list[place] = .object(stored)
        } else {
            list.append(.object(stored))
        }
        sections[section] = sections[section]?.setting(.array(list), at: ["presetList"])
        counters.appliedWrites += 1
        return APIReply()
    }

    /// A Wi-Fi write acts on one network of the list that a get shows (document 7.3.10).
    mutating func operateWifi(_ endpoint: Endpoint, _ call: Call) -> APIReply {
        let section = SectionName(endpoint: endpoint.name)
        guard let ssid = call.data["ssid"]?.stringValue,
            var networks = sections[section]?["wifiInfo"]?.arrayValue, let model = networks.first?.objectValue
        else { return APIReply(.badParameter) }
        var writer = SectionWriter(
            policy: .merge, codec: endpoint.encryption[.set].flatMap { fieldCodec($0, call.data) }, encryptsMaybe: true,
            defaults: rangeDefaults(of: section))
        _ = writer.merged(call.data, into: .object(JSONObject()), field: endpoint.data, path: "")
        if let refusal = writer.refusal { return APIReply(refusal) }
        let place = networks.firstIndex { $0["ssid"]?.stringValue == ssid }
        var network = place.flatMap { networks[$0].objectValue } ?? model.wipedMembers
        for (name, old) in network {
            if let given = call.data[name] { network[name] = given.shaped(like: old) }
        }
        if let password = writer.secrets["/password"] { network["password"] = .string(password) }
        if let place { networks[place] = .object(network) } else { networks.append(.object(network)) }
        sections[section] = sections[section]?.setting(.array(networks), at: ["wifiInfo"])
        counters.appliedWrites += 1
        for (path, secret) in writer.secrets { receivedSecrets[endpoint.name + path] = secret }
        triggeredActions.append(endpoint.name)
        return APIReply()
    }
}

extension JSONObject {
    fileprivate var wipedMembers: JSONObject {
        JSONObject(map { ($0.key, $0.value.wiped) })
    }
}
