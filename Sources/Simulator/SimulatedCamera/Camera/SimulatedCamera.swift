// SimulatedCamera is a camera in memory, made from `schema/`. It needs no network.
//
// A request goes through `Call` (what is asked), `Faults/` (what goes wrong), `Sessions/` (who may ask) and `Sections/` (reading
// and writing a section); `CameraState` holds what the camera remembers. `Firmware/` has the differences of models and firmware.
//
// It follows the vendor's document and the field facts, not CamKeep's own code, so that a mistake in CamKeep shows.

package import CameraSchema
import Glibc
package import JSONTree
import Synchronization

/// A camera that exists only in memory: it answers every call of the schema, keeps what is written to it, and fails on
/// request.
///
/// It follows the field facts where they and the vendor's document disagree. `answer` may be called from any thread.
package final class SimulatedCamera: Sendable {
    private let state: Mutex<CameraState>
    private let observer = Mutex<Observer?>(nil)

    /// Called when the camera restarts or moves without a request, on the thread that made it do so.
    package typealias Observer = @Sendable (_ offline: Duration?, _ move: AddressMove?) -> Void

    /// Makes a camera as it leaves the factory.
    package init(template: CameraTemplate, options: CameraOptions = CameraOptions()) {
        state = Mutex(CameraState(template: template, options: options))
    }

    /// Makes a camera with its own template.
    ///
    /// - Throws: `SimulatedCameraError` for a firmware other than 1 and 2.
    package convenience init(
        schema: CameraSchema, firmware: Int = 1, options: CameraOptions = CameraOptions()
    ) throws(SimulatedCameraError) {
        self.init(template: try CameraTemplate(schema: schema, firmware: firmware), options: options)
    }

    /// Answers one request at once. A delay is part of the reply.
    package func answer(_ request: SimulatedRequest) -> SimulatedReply {
        state.withLock { $0.answer(request) }
    }

    /// Its model and the firmware that it has now.
    package var template: CameraTemplate {
        state.withLock { $0.template }
    }

    package var options: CameraOptions {
        state.withLock { $0.options }
    }

    // MARK: Its server

    /// Lets the camera report where it listens: its settings and its factory settings say so from now on.
    ///
    /// - Parameter isSecure: whether the port speaks HTTPS
    package func reportAddress(_ address: String, port: Int, isSecure: Bool) {
        state.withLock { $0.report(ListeningPlace(address: address, port: port, isSecure: isSecure)) }
    }

    /// Where its settings say that it answers. Where it really does is up to its listener.
    package var webAddress: WebAddress {
        state.withLock { $0.webAddress }
    }

    /// Replaces the observer of restarts and moves.
    package func observe(_ observer: Observer?) {
        self.observer.withLock { $0 = observer }
    }

    /// Makes a change that no request asked for, and reports a restart or a move to the observer.
    private func change(_ body: (inout CameraState) -> Void) {
        let (offline, move) = state.withLock { state -> (Duration?, AddressMove?) in
            let (address, reboots) = (state.webAddress, state.counters.reboots)
            body(&state)
            return (state.counters.reboots > reboots ? state.options.rebootDuration : nil, state.move(from: address))
        }
        if offline != nil || move != nil { observer.withLock { $0 }?(offline, move) }
    }

    // MARK: Faults

    /// The faults in force.
    package var faults: [Fault] {
        get { state.withLock { $0.faults.faults } }
        set { state.withLock { $0.faults = FaultPlan(newValue) } }
    }

    /// Adds a fault; those in force keep their counts.
    package func add(_ fault: Fault) {
        state.withLock { $0.faults.add(fault) }
    }

    // MARK: What happened

    /// The latest ten thousand requests, in order.
    package var requests: [RequestRecord] {
        state.withLock { $0.log }
    }

    /// Forgets the requests so far; the counters go on.
    package func forgetRequests() {
        state.withLock { $0.log = [] }
    }

    /// How often each endpoint has been called, the archive and unknown paths included, since the requests were last
    /// forgotten.
    package var requestCounts: [String: Int] {
        requests.reduce(into: [:]) { $0[$1.endpoint ?? $1.path, default: 0] += 1 }
    }

    /// How often each section has been read or written since the requests were last forgotten.
    package var sectionRequestCounts: [SectionName: Int] {
        requests.reduce(into: [:]) { counts, request in
            if let section = request.section { counts[section, default: 0] += 1 }
        }
    }

    package var counters: CameraCounters {
        state.withLock { $0.currentCounters() }
    }

    /// The secrets that sets have carried, in plain text, the last value of each: `network/ftp/password` → `hunter2`.
    package var receivedSecrets: [String: String] {
        state.withLock { $0.receivedSecrets }
    }

    /// The secrets that the camera keeps now, in plain text, by section and canonical name: `network/ftp/password` → `hunter2`.
    /// Those that no get returns are among them. A cleared one is the empty text.
    package var heldSecrets: [String: String] {
        state.withLock { $0.heldSecrets }
    }

    /// The actions that sets have triggered, in order: `network/ftp/enableFtpTest`.
    package var triggeredActions: [String] {
        state.withLock { $0.triggeredActions }
    }

    // MARK: The configuration

    /// The stored data of all sections, passwords included and nothing encrypted.
    package var sections: [SectionName: JSONValue] {
        state.withLock { $0.sections }
    }

    /// The stored data of one section.
    package func value(of section: SectionName) -> JSONValue? {
        state.withLock { $0.sections[section] }
    }

    /// Changes the configuration behind the API's back, as somebody at the camera's web page does.
    ///
    /// - Parameter pointer: wire names; the empty pointer stands for the whole data of the section.
    package func set(_ section: SectionName, _ pointer: JSONPointer, to value: JSONValue) {
        change { state in
            guard let data = state.sections[section] else { return }
            state.sections[section] = data.setting(value, at: pointer.steps[...])
        }
    }

    /// Sets everything back as it left the factory; sessions stay open.
    package func resetToDefaults(keepingNetwork: Bool = false) {
        change { $0.reset(keepingNetwork: keepingNetwork) }
    }

    /// Replaces the firmware. Settings that the new one knows stay, except those that an upgrade loses
    /// (`CameraTemplate.lostByUpgrade`): these return to defaults. The camera restarts.
    package func upgrade(to template: CameraTemplate) {
        change { $0.upgrade(to: template) }
    }

    // MARK: Time and sessions

    /// Lets the camera's clock, sessions and locks age at once.
    package func advanceClock(by duration: Duration) {
        state.withLock { $0.clock.advance(by: duration) }
    }

    /// Ends all sessions, as if they had been logged out elsewhere.
    package func endSessions() {
        state.withLock { $0.sessions.closeAll() }
    }

    /// Restarts the camera: sessions are gone, and requests are dropped for the reboot's duration.
    package func reboot() {
        change { $0.reboot() }
    }
}
