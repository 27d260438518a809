import CameraSchema

/// Something that a simulated camera does wrong on purpose.
///
/// The text form is `KIND[=VALUE][:PART]…`. A part is an endpoint (`event/motion`, `event/*`) or a section
/// (`event/alarm-schedule[alarmType=1]`), `on=get`, `on=set`, `on=delete` or `on=write` (what can change the camera:
/// sets and deletes except those of sessions, and an uploaded archive), `after=N` (lets N matching requests pass first) or
/// `times=N` (ends after N requests). Without an endpoint a fault strikes every request that it can strike. The nth
/// write of a run, whatever its endpoint, is `on=write:after=N-1:times=1`.
///
///     drop:event/motion        slow=500ms            refuse-writes=202:image/osd:times=1
///     expire-session:after=10  truncate:image/*      lose-after-write:after=4:times=1
///     drop:on=write:after=4:times=1                  drop-field=/devName:system/device-info
package struct Fault: Sendable, Hashable {
    package var kind: Kind

    /// `event/motion`, `event/*`, `event/alarm-schedule[alarmType=1]`; `filedir` and `params.html` for the archive; nil for every request.
    package var target: String?

    /// `get`, `set`, `delete` or `write`; nil for all.
    package var action: String?

    /// Matching requests that pass before the fault begins.
    package var after: Int

    /// How many requests it strikes; nil for no end.
    package var times: Int?

    /// Makes a fault.
    package init(_ kind: Kind, target: String? = nil, action: String? = nil, after: Int = 0, times: Int? = nil) {
        self.kind = kind
        self.target = target
        self.action = action
        self.after = after
        self.times = times
    }

    /// Whether the fault is meant for such requests.
    func covers(_ occasion: FaultPlan.Occasion) -> Bool {
        if let action, !(action == Self.anyWrite ? occasion.isWrite : action == occasion.action) { return false }
        guard let target else { return true }
        if target.last == "*" { return occasion.endpoint.hasPrefix(String(target.dropLast())) }
        return occasion.endpoint == target || occasion.section?.description == target
    }

    private static let anyWrite = "write"
}

/// Why a text is not a fault.
package struct FaultTextError: Error, Sendable, CustomStringConvertible {
    /// One sentence that quotes the text and says what is possible.
    package let description: String
}

extension Fault: CustomStringConvertible {
    /// The text form, which `init(_:)` reads back.
    package var description: String {
        var parts = [kind.value.map { "\(kind.name)=\($0)" } ?? kind.name]
        if let target { parts.append(target) }
        if let action { parts.append("on=\(action)") }
        if after > 0 { parts.append("after=\(after)") }
        if let times { parts.append("times=\(times)") }
        return parts.joined(separator: ":")
    }

    /// Reads the text form.
    ///
    /// - Throws: `FaultTextError` for an unknown kind, a value that the kind does not take, or an unknown part.
    package init(_ text: String) throws(FaultTextError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let head = (parts.first ?? "").split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = head.first, let kind = Kind(name: name, value: head.count > 1 ? head[1] : nil) else {
            throw FaultTextError(
                description: "“\(text)” is not a fault; the kinds are \(Kind.usage.joined(separator: ", "))")
        }
        self.init(kind)
        for part in parts.dropFirst() {
            // A section's name has a sign of equality inside its brackets.
            let isSection = part.utf8.last == UInt8(ascii: "]")
            let pair = isSection ? [part] : part.split(separator: "=", maxSplits: 1).map(String.init)
            switch (pair.first, pair.count > 1 ? pair[1] : nil) {
            case ("after", let value?): after = try Self.count(value, in: text)
            case ("times", let value?): times = try Self.count(value, in: text)
            case ("on", let value?) where ["get", "set", "delete", Self.anyWrite].contains(value): action = value
            case (let endpoint?, nil) where target == nil: target = endpoint
            default:
                throw FaultTextError(
                    description: "“\(part)” in “\(text)” is neither an endpoint nor on=, after= or times=")
            }
        }
    }

    private static func count(_ text: String, in whole: String) throws(FaultTextError) -> Int {
        guard let count = Int(text), count >= 0 else {
            throw FaultTextError(description: "“\(text)” in “\(whole)” is not a count")
        }
        return count
    }
}
