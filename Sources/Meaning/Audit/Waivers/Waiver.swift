import CameraSchema
import JSONTree
package import Snapshots
import Text

/// A deviation or a broken rule that the operator knows of and accepts until a day.
package struct Waiver: Sendable, Hashable {
    /// What it covers: `network/p2p`, `event/motion.region`; the pattern as it was written.
    package var path: String
    package var cameras: CameraPatterns
    /// The id of a rule, `difference`, or a pattern of ids with `*`.
    package var rule: String
    package var reason: String
    /// The last day, as it was written: `2027-01-31`.
    package var expires: String
    /// The last second of that day in UTC.
    package var end: SnapshotTime

    private let pattern: PathPattern

    private static let format = "camkeep-waivers"

    /// Reads a waiver file.
    ///
    /// - Throws: ``AuditFileError`` with the first fault.
    package static func list(_ bytes: [UInt8], file: String) throws(AuditFileError) -> [Waiver] {
        let node = try FileNode(bytes, file: file, format: format)
        try node.allowOnly(["$schema", "format", "version", "waivers"])
        var waivers: [Waiver] = []
        for child in try node.children("waivers", isRequired: false) { waivers.append(try Waiver(child)) }
        return waivers
    }

    private init(_ node: FileNode) throws(AuditFileError) {
        var node = node
        let number = (node.pointer.steps.last.flatMap { Int($0) } ?? 0) + 1
        node.subject = "waiver \(number)"
        try node.allowOnly(["path", "cameras", "rule", "reason", "expires"])
        path = try node.text("path")
        pattern = PathPattern(path)
        cameras = CameraPatterns(try node.texts("cameras"))
        rule = try node.text("rule")
        reason = try node.text("reason")
        expires = try node.text("expires")
        guard let end = SnapshotTime(expires + "T23:59:59Z") else {
            throw node.error("\"\(expires)\" is not a day such as 2027-01-31", at: "expires")
        }
        self.end = end
    }

    func covers(_ finding: Finding, of camera: CameraAudit) -> Bool {
        TextPattern(rule).matches(finding.ruleID) && cameras.match(name: camera.name, groups: camera.groups)
            && pattern.matches(
                SectionName(finding.section) ?? SectionName(endpoint: finding.section), finding.pointer)
    }
}

/// What became of a waiver in an audit.
package struct WaiverUse: Sendable {
    package enum State: String, Sendable, Hashable {
        /// It silences at least one finding.
        case used
        /// It would silence something, but its day is over: what it covers is reported again.
        case expired
        /// It matches nothing.
        case unused
    }

    package var waiver: Waiver
    package var state: State
    /// The findings that it silences, or would if it had not expired.
    package var count: Int

    /// Marks the findings that waivers silence; the first waiver that covers one counts.
    static func apply(_ waivers: [Waiver], to cameras: inout [CameraAudit], now: SnapshotTime) -> [WaiverUse] {
        var uses = waivers.map { WaiverUse(waiver: $0, state: $0.end < now ? .expired : .unused, count: 0) }
        guard !uses.isEmpty else { return [] }
        for camera in cameras.indices {
            for finding in cameras[camera].findings.indices {
                let current = cameras[camera].findings[finding]
                for position in uses.indices where uses[position].waiver.covers(current, of: cameras[camera]) {
                    uses[position].count += 1
                    guard uses[position].state != .expired else { continue }
                    uses[position].state = .used
                    cameras[camera].findings[finding].waiver = position
                    break
                }
            }
        }
        return uses
    }
}
