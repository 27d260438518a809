import Glibc
import SimulatedCamera
import Synchronization

/// The shared state behind a server and its listeners.
///
/// Locking: `state` is held for short moments only and never while libmicrohttpd is called, because that calls back
/// into this class from its own threads.
final class ServerCore: Sendable {
    let bodyLimit: Int
    private let threads: Int
    let poller: Poller
    private let loop: LoopThread
    let state = Mutex(State())

    struct State {
        var isStopping = false
        var nextID = 1
        var listeners: [Int: Listener] = [:]
        var engines: [EngineKey: HTTPEngine] = [:]
        /// Which listener accepted the connection on a descriptor; an entry lives until just before the descriptor
        /// is closed, so a descriptor found here may be shut down safely.
        var connections: [Int32: Int] = [:]
        var timers: [Timer] = []
        var suspended: Set<SuspendedConnection> = []
    }

    struct Listener {
        /// Negative while nothing answers anywhere, after a move to nowhere.
        var descriptor: Int32
        var place: ListenerPlace
        let isSecure: Bool
        var engine: HTTPEngine
        var answer: SimulatedServer.Answer
    }

    struct Timer {
        var due: ContinuousClock.Instant
        var action: Action

        enum Action {
            case resume(SuspendedConnection)
            case listenAgain(Int, then: AddressMove?)
            case move(Int, by: AddressMove)
        }
    }

    enum EngineKey: Hashable {
        case plain
        case secure(ServerCertificate)
    }

    init(threads: Int, bodyLimit: Int) throws(SimulatedServerError) {
        self.threads = threads
        self.bodyLimit = bodyLimit
        poller = try Poller()
        loop = LoopThread()
        guard loop.start({ [self] in run() }) else {
            throw SimulatedServerError(code: .cannotStart, message: "cannot start a thread for the simulated server")
        }
    }

    // MARK: Listeners

    func add(
        address: String, port: UInt16, certificate: ServerCertificate?, answer: @escaping SimulatedServer.Answer
    ) throws(SimulatedServerError) -> SimulatedListener {
        let engine = try engine(for: certificate)
        let socket = try ListeningSocket.open(address: address, port: port)
        let id = state.withLock { state -> Int? in
            guard !state.isStopping else { return nil }
            let id = state.nextID
            state.nextID += 1
            state.listeners[id] = Listener(
                descriptor: socket.descriptor, place: ListenerPlace(address: address, port: Int(socket.port)),
                isSecure: certificate != nil, engine: engine, answer: answer)
            return id
        }
        guard let id else {
            close(socket.descriptor)
            throw SimulatedServerError(code: .stopped, message: "the simulated server has been stopped")
        }
        poller.add(socket.descriptor, tag: id)
        return SimulatedListener(
            core: self, id: id, address: address, port: Int(socket.port), isSecure: certificate != nil)
    }

    func remove(_ id: Int) {
        state.withLock { state in
            guard let listener = state.listeners.removeValue(forKey: id) else { return }
            closeSocket(of: listener)
            shutConnections(of: id, in: state)
        }
    }

    /// Refuses connections for a while, then listens again, at a new place if there is a move.
    func takeOffline(_ id: Int, for duration: Duration, then move: AddressMove? = nil) {
        state.withLock { state in
            guard let listener = state.listeners[id] else { return }
            if listener.descriptor >= 0 {
                poller.remove(listener.descriptor)
                ListeningSocket.pause(listener.descriptor)
            }
            shutConnections(of: id, in: state)
            insert(Timer(due: .now + duration, action: .listenAgain(id, then: move)), in: &state)
        }
        poller.wake()
    }

    func closeConnections(of id: Int) {
        state.withLock { shutConnections(of: id, in: $0) }
    }

    func openConnections(of id: Int) -> Int {
        state.withLock { state in state.connections.values.count { $0 == id } }
    }

    /// - Parameter spared: a connection that stays open.
    func shutConnections(of id: Int, in state: State, sparing spared: Int32? = nil) {
        for (descriptor, owner) in state.connections where owner == id && descriptor != spared {
            ListeningSocket.shutDown(descriptor)
        }
    }

    private func engine(for certificate: ServerCertificate?) throws(SimulatedServerError) -> HTTPEngine {
        let key = certificate.map(EngineKey.secure) ?? .plain
        if let engine = state.withLock({ $0.engines[key] }) {
            return engine
        }
        let made = try HTTPEngine(core: self, threads: threads, certificate: certificate)
        let (used, spare) = state.withLock { state -> (HTTPEngine?, HTTPEngine?) in
            if state.isStopping { return (nil, made) }
            if let other = state.engines[key] { return (other, made) }
            state.engines[key] = made
            return (made, nil)
        }
        spare?.stop()
        guard let used else {
            throw SimulatedServerError(code: .stopped, message: "the simulated server has been stopped")
        }
        return used
    }

    // MARK: Connections, called by the engines

    /// What the listener of a connection answers; nil when the connection or its listener is gone.
    func answer(for descriptor: Int32) -> SimulatedServer.Answer? {
        state.withLock { state in
            state.connections[descriptor].flatMap { state.listeners[$0]?.answer }
        }
    }

    func listener(of descriptor: Int32) -> Int? {
        state.withLock { $0.connections[descriptor] }
    }

    func connectionWillClose(_ descriptor: Int32) {
        state.withLock { _ = $0.connections.removeValue(forKey: descriptor) }
    }

    /// Closes a connection after its reply.
    func shutDown(_ descriptor: Int32) {
        state.withLock { state in
            if state.connections[descriptor] != nil { ListeningSocket.shutDown(descriptor) }
        }
    }

    /// Plans to resume a connection that has just been suspended; false when the server is stopping, and the caller
    /// must resume it itself.
    func scheduleResume(of connection: SuspendedConnection, after delay: Duration) -> Bool {
        let accepted = state.withLock { state -> Bool in
            guard !state.isStopping else { return false }
            state.suspended.insert(connection)
            insert(Timer(due: .now + delay, action: .resume(connection)), in: &state)
            return true
        }
        poller.wake()
        return accepted
    }

    func insert(_ timer: Timer, in state: inout State) {
        let index = state.timers.firstIndex { $0.due > timer.due } ?? state.timers.endIndex
        state.timers.insert(timer, at: index)
    }

    // MARK: Accepting and timers

    private func run() {
        while true {
            let timeout = state.withLock { state in
                state.timers.first.map { ContinuousClock.now.duration(to: $0.due) }
            }
            for id in poller.wait(timeout: timeout) {
                acceptConnections(of: id)
            }
            runDueTimers()
            if state.withLock({ $0.isStopping }) { return }
        }
    }

    private func acceptConnections(of id: Int) {
        while true {
            let accepted = state.withLock { state -> (Int32, HTTPEngine)? in
                guard let listener = state.listeners[id], listener.descriptor >= 0 else { return nil }
                let descriptor = ListeningSocket.accept(listener.descriptor)
                guard descriptor >= 0 else { return nil }
                state.connections[descriptor] = id
                return (descriptor, listener.engine)
            }
            guard let (descriptor, engine) = accepted else { return }
            if !engine.take(descriptor) {
                connectionWillClose(descriptor)
            }
        }
    }

    private func runDueTimers() {
        let now = ContinuousClock.now
        let resumed = state.withLock { state -> [SuspendedConnection] in
            var resumed: [SuspendedConnection] = []
            while let timer = state.timers.first, timer.due <= now {
                state.timers.removeFirst()
                switch timer.action {
                case .resume(let connection):
                    if state.suspended.remove(connection) != nil { resumed.append(connection) }
                case .listenAgain(let id, let move):
                    listenAgain(id, then: move, in: &state)
                case .move(let id, let move):
                    relocate(id, by: move, in: &state)
                }
            }
            return resumed
        }
        for connection in resumed {
            connection.resume()
        }
    }

    // MARK: Stopping

    func stop() {
        let (first, suspended, engines) = state.withLock { state -> (Bool, Set<SuspendedConnection>, [HTTPEngine]) in
            let first = !state.isStopping
            state.isStopping = true
            defer {
                state.suspended = []
                state.engines = [:]
            }
            return (first, state.suspended, Array(state.engines.values))
        }
        guard first else { return }
        poller.wake()
        loop.join()
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            return state.listeners.values.map(\.descriptor)
        }
        for descriptor in listeners where descriptor >= 0 {
            poller.remove(descriptor)
            close(descriptor)
        }
        for connection in suspended {
            connection.resume()
        }
        for engine in engines {
            engine.stop()
        }
        poller.closeDescriptors()
    }
}
