import CameraSchema
import Glibc
import JSONTree

/// Everything that one simulated camera remembers. `SimulatedCamera` guards it with a lock.
struct CameraState: Sendable {
    static let logLimit = 10_000

    var template: CameraTemplate
    let options: CameraOptions

    /// The factory state of this unit.
    var factory: [SectionName: JSONValue]
    var sections: [SectionName: JSONValue]
    var sessions = SessionTable()
    var clock: CameraClock
    var faults: FaultPlan
    var log: [RequestRecord] = []
    var counters = CameraCounters()
    var receivedSecrets: [String: String] = [:]
    var triggeredActions: [String] = []

    /// Where it listens, if its settings are to say so.
    var place: ListeningPlace?

    /// How often each section has been read.
    var reads: [SectionName: Int] = [:]

    /// Requests are dropped until then (uptime); nil when the camera is up.
    var offlineUntil: Duration?

    /// When the replies that are still delayed will be sent.
    private var underWay: [ContinuousClock.Instant] = []

    /// What the unit hands out for digests and keys (field facts call it the device's LICENSE_KEY).
    let salt: String

    static let fieldIterations = 100

    init(template: CameraTemplate, options: CameraOptions) {
        self.template = template
        self.options = options
        factory = UnitIdentity(unit: options.unit).applied(to: template.sections)
        sections = factory
        clock = CameraClock(startingAt: options.startTime ?? Int(time(nil)))
        faults = FaultPlan(options.faults)
        salt = SessionTable.randomHex()
    }

    // MARK: One request

    mutating func answer(_ request: SimulatedRequest) -> SimulatedReply {
        counters.requests += 1
        if let offlineUntil {
            if clock.uptime < offlineUntil { return SimulatedReply(.drop) }
            self.offlineUntil = nil
        }
        var call = Call(request, template: template)
        call.sessionID = request.header("Cookie").flatMap(Call.sessionID(inCookie:))
        if let id = call.sessionID {
            call.standing = sessions.standing(of: id, now: clock.uptime, lifetime: options.sessionLifetime)
        }
        call.section = section(of: call)
        call.faults = faults.strike(call.occasion)
        let (address, changes) = (options.readdressing == .ignored ? nil : webAddress, counters.changes)
        var reply = faulty(call) { $0.process(&call) }
        if let address { reply.move = move(from: address) }
        call.isApplied = counters.changes > changes
        switch reply.outcome {
        case .answer: call.code = call.code ?? call.faults.lazy.compactMap(\.code).first
        case .drop, .raw: call.code = nil
        }
        finish(call, delay: reply.delay)
        return reply
    }

    private mutating func finish(_ call: Call, delay: Duration) {
        let now = ContinuousClock.now
        underWay.removeAll { $0 <= now }
        counters.mostConcurrentRequests = max(counters.mostConcurrentRequests, underWay.count + 1)
        if delay > .zero { underWay.append(now + delay) }
        if call.concernsAccount { counters.accountWrites += 1 }
        if log.count >= Self.logLimit { log.removeFirst(Self.logLimit / 10) }
        log.append(call.record(number: counters.requests))
    }

    func currentCounters() -> CameraCounters {
        var sessions = sessions
        sessions.expireOld(now: clock.uptime, lifetime: options.sessionLifetime)
        var counters = counters
        counters.logins = sessions.logins
        counters.failedLogins = sessions.failedLogins
        counters.openSessions = sessions.openCount
        return counters
    }

    // MARK: Life of the camera

    mutating func reboot() {
        counters.reboots += 1
        sessions.closeAll()
        offlineUntil = clock.uptime + options.rebootDuration
    }

    mutating func reset(keepingNetwork: Bool) {
        counters.resets += 1
        for (section, data) in factory where !keepingNetwork || !section.endpoint.hasPrefix("network/") {
            sections[section] = data
        }
    }

    mutating func upgrade(to template: CameraTemplate) {
        factory = reportingPlace(in: UnitIdentity(unit: options.unit).applied(to: template.sections))
        sections = template.upgraded(sections, defaults: factory)
        self.template = template
        reads = [:]
        reboot()
    }
}
