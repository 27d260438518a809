import CameraSchema
import JSONTree

extension CameraState {
    /// Processes a call that no fault has kept from the camera.
    mutating func process(_ call: inout Call) -> SimulatedReply {
        switch call.route {
        case .unknown:
            return WebPage.reply(status: 404, title: "404 Not Found")
        case .archive(let name):
            return archive(named: name, call)
        case .importArchive:
            return json(noting(importArchive(call), in: &call), call)
        case .api(let endpoint):
            guard call.request.method == "POST" else {
                return WebPage.reply(status: 405, title: "405 Method Not Allowed")
            }
            if template.profile.dropped.contains(endpoint.name) { return SimulatedReply(.drop) }
            return json(noting(api(endpoint, &call), in: &call), call)
        }
    }

    private func noting(_ reply: APIReply, in call: inout Call) -> APIReply {
        if !reply.isDropped { call.code = reply.code }
        return reply
    }

    private mutating func api(_ endpoint: Endpoint, _ call: inout Call) -> APIReply {
        switch endpoint.name {
        case "session/login-capabilities": return loginCapabilities(call)
        case "session/login": return login(call)
        case "security/capability": return fieldCapability()
        case "system/platform-capabilities": break
        default:
            if let refusal = sessionRefusal(call) { return refusal }
        }
        switch endpoint.name {
        case "session/logout": return logout(call)
        case "session/heart-beat": return heartBeat(call)
        default: break
        }
        guard call.body != nil else { return APIReply(.unreadableJSON) }
        guard let action = call.action.flatMap(Endpoint.Action.init(rawValue:)), endpoint.actions.contains(action)
        else {
            return APIReply(.unsupportedAction)
        }
        guard !template.profile.unsupported.contains(endpoint.name) else { return APIReply(.unsupported) }
        if action == .get { return read(endpoint, &call) }
        guard call.hasJSONContentType else { return APIReply() }
        switch endpoint.name {
        case "system/reboot":
            reboot()
            return restarting()
        case "system/default":
            guard let type = call.data["type"]?.tolerantInteger, type == 0 || type == 1 else {
                return APIReply(.badParameter)
            }
            reset(keepingNetwork: type == 0)
            reboot()
            return restarting()
        case "system/log-manager":
            counters.erasures += 1
            sections[SectionName(endpoint: endpoint.name)] = .object(JSONObject([("logList", .array([]))]))
            return APIReply()
        case "storage/storage-option", "storage/storage-info":
            counters.erasures += 1
            return APIReply()
        case "image/ptz-ctrl": return control(call)
        case "network/wifi": return operateWifi(endpoint, call)
        default: return write(endpoint, &call)
        }
    }

    private func restarting() -> APIReply {
        var reply = APIReply()
        reply.offline = options.rebootDuration
        return reply
    }

    /// The section that a call is about; nil if the camera does not have it.
    func section(of call: Call) -> SectionName? {
        guard case .api(let endpoint) = call.route else { return nil }
        var section = SectionName(endpoint: endpoint.name)
        if let selector = endpoint.selector {
            guard var value = call.data[selector.argument]?.tolerantInteger ?? (call.isWrite ? 0 : nil) else {
                return nil
            }
            if call.isWrite, value == 0 {
                // A write that names no selector, or 0 where there is no section 0, goes to the first section: the
                // document shows such writes (7.6.2, 7.6.6).
                let known = sections.keys.filter { $0.endpoint == endpoint.name }.compactMap { $0.selector?.value }
                if let first = known.min(), !known.contains(0) { value = first }
            }
            section.selector = .init(argument: selector.argument, value: value)
        }
        return sections[section] == nil ? nil : section
    }

    // MARK: Reading

    private mutating func read(_ endpoint: Endpoint, _ call: inout Call) -> APIReply {
        if endpoint.kind == .export { return export(call) }
        if endpoint.kind == .log, call.data["startTime"] == nil || call.data["endTime"] == nil {
            return APIReply(.badParameter)
        }
        for (name, _) in endpoint.arguments ?? JSONObject() where call.data[name] == nil {
            return APIReply(.badParameter)
        }
        if let selector = endpoint.selector, call.data[selector.argument]?.tolerantInteger == nil {
            return APIReply(.badParameter)
        }
        guard let section = call.section, let data = sections[section] else { return APIReply(.unsupported) }
        var codec: FieldCodec?
        if let names = endpoint.encryption[.get] {
            guard let made = fieldCodec(names, call.data, isWrong: call.faults.contains(.wrongKey)) else {
                return APIReply(.keyVerification)
            }
            codec = call.faults.contains(.clearText) ? nil : made
        }
        let reader = SectionReader(
            codec: codec, encryptsMaybe: template.profile.encryptsMaybe, volatileNames: template.profile.volatileNames,
            reads: reads[section, default: 0])
        reads[section, default: 0] += 1
        let rendered = reader.rendered(data, endpoint.data)
        return APIReply(endpoint.name == "system/system-time" ? withClock(rendered) : rendered)
    }

    private func withClock(_ data: JSONValue) -> JSONValue {
        guard var members = data.objectValue else { return data }
        let zone = members["timeZone"]?.tolerantInteger ?? 24
        let now = CivilTime(seconds: clock.seconds + CivilTime.offset(ofTimeZone: zone))
        members["year"] = .integer(now.year)
        members["month"] = .integer(now.month)
        members["day"] = .integer(now.day)
        members["hour"] = .integer(now.hour)
        members["minute"] = .integer(now.minute)
        members["second"] = .integer(now.second)
        return .object(members)
    }

    /// The codec of one message. Nil if the message does not say how it is encrypted, or names a way that is not offered.
    func fieldCodec(_ names: EncryptionNames, _ data: JSONValue, isWrong: Bool = false) -> FieldCodec? {
        guard let user = data[names.loginName]?.stringValue,
            data[names.encryptionType]?.stringValue == "aes128-1",
            let datetime = data[names.datetime]?.stringValue, DatetimeText.isValid(datetime),
            let iv = data[names.iv]?.stringValue
        else { return nil }
        let key = DigestRules.fieldKey(
            loginName: user, salt: isWrong ? SessionTable.randomHex() : salt, datetime: datetime,
            iterations: Self.fieldIterations)
        return FieldCodec(key: key, iv: iv)
    }

    // MARK: Writing

    private mutating func write(_ endpoint: Endpoint, _ call: inout Call) -> APIReply {
        guard let section = call.section, let old = sections[section] else { return APIReply(.unsupported) }
        var writer = SectionWriter(
            policy: options.writes, codec: endpoint.encryption[.set].flatMap { fieldCodec($0, call.data) },
            encryptsMaybe: template.profile.encryptsMaybe && endpoint.encryption[.set] != nil,
            defaults: rangeDefaults(of: section))
        var new = writer.merged(call.data, into: old, field: endpoint.data, path: "")
        if let refusal = writer.refusal { return APIReply(refusal) }
        guard !options.checksRanges || endpoint.name != "video/video-encode" || encodes(new, instead: old) else {
            return APIReply(.badParameter)
        }
        for case .dropField(let pointer) in call.faults {
            new = PartialWrite.result(new, instead: old, keeping: pointer.flatMap { JSONPointer($0) })
        }
        sections[section] = new
        counters.appliedWrites += 1
        for (path, secret) in writer.secrets { receivedSecrets[endpoint.name + path] = secret }
        triggeredActions += writer.triggered.map { endpoint.name + $0 }
        if endpoint.name == "system/system-time" { setClock(from: call.data) }
        return APIReply(testResult(of: endpoint, writer.triggered))
    }

    /// What values are checked against; nil if they are not checked.
    func rangeDefaults(of section: SectionName) -> JSONValue? {
        options.checksRanges ? factory[section] ?? .null : nil
    }

    /// A write of the clock's members sets the clock (document 7.2.4).
    private mutating func setClock(from data: JSONValue) {
        let parts = ["year", "month", "day", "hour", "minute", "second"].compactMap { data[$0]?.tolerantInteger }
        guard parts.count == 6,
            let time = CivilTime(
                year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5])
        else { return }
        let zone = data["timeZone"]?.tolerantInteger ?? 24
        counters.clockSettings += 1
        clock.set(seconds: time.seconds - CivilTime.offset(ofTimeZone: zone))
    }

    /// A write that asks for a test is answered with its result (document 7.3.4, 7.3.5).
    private func testResult(of endpoint: Endpoint, _ triggered: [String]) -> JSONValue {
        switch endpoint.name {
        case "network/ftp" where !triggered.isEmpty: ["ftpTestStatus": 1]
        case "network/smtp" where !triggered.isEmpty: ["smtpTestStatus": 0]
        default: .object(JSONObject())
        }
    }
}
