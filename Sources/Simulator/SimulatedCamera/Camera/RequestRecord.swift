package import CameraSchema
package import JSONTree

/// One request that a simulated camera has seen.
package struct RequestRecord: Sendable {
    /// 1 for the first request of the camera.
    package let number: Int
    package let method: String
    package let path: String

    /// The schema's name of the endpoint; `filedir` and `params.html` for the archive; nil for an unknown path.
    package let endpoint: String?

    /// `get`, `set`, …; nil where the request has none.
    package let action: String?

    /// The section that it asks for; nil when the camera has no such section.
    package internal(set) var section: SectionName?

    /// The code of the answer; nil when there was none.
    package internal(set) var code: Int?

    /// The data of a set as it was sent, secrets still encrypted.
    package internal(set) var data: JSONValue?

    /// Whether it changed the camera: a setting, all of them, or what a storage holds.
    package internal(set) var isApplied: Bool

    /// Whether it writes to an account, a password or what recovers one, on any path, applied or not.
    package internal(set) var concernsAccount: Bool

    /// The faults that struck it, in their text form.
    package internal(set) var faults: [String]
}

/// What a simulated camera has counted since its start.
package struct CameraCounters: Sendable, Hashable {
    package internal(set) var requests = 0
    package internal(set) var logins = 0
    package internal(set) var failedLogins = 0
    package internal(set) var openSessions = 0

    /// The most requests that were under way at once, delays included.
    package internal(set) var mostConcurrentRequests = 0

    /// Sets that were applied.
    package internal(set) var appliedWrites = 0
    package internal(set) var reboots = 0
    package internal(set) var resets = 0
    package internal(set) var imports = 0

    /// Times that a write set the clock.
    package internal(set) var clockSettings = 0

    /// PTZ commands that move the lens or use a preset.
    package internal(set) var movements = 0

    /// Writes that concern who may log in (`RequestRecord.concernsAccount`).
    package internal(set) var accountWrites = 0

    /// Storage formattings and log deletions, which are recorded and harm nothing.
    package internal(set) var erasures = 0

    /// What counts as a change of the camera.
    var changes: Int { appliedWrites + resets + imports + erasures }
}
