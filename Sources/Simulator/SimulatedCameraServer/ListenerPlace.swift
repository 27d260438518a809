import Glibc
import SimulatedCamera
import Synchronization

/// An address and a port.
struct ListenerPlace: Sendable, Hashable {
    var address: String
    var port: Int

    func url(isSecure: Bool) -> String {
        let host = address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address
        return "\(isSecure ? "https" : "http")://\(host):\(port)"
    }

    /// Where a move leads; nil if nothing answers there. Only addresses of the loopback network (127.0.0.0/8, RFC 1122 3.2.1.3)
    /// can be used without changing the machine.
    func moved(by move: AddressMove, isSecure: Bool) -> ListenerPlace? {
        var place = self
        if let port = isSecure ? move.httpsPort : move.httpPort {
            guard (1...65_535).contains(port) else { return nil }
            place.port = port
        }
        if let address = move.address {
            var number = in_addr()
            guard inet_pton(AF_INET, address, &number) == 1, UInt32(bigEndian: number.s_addr) >> 24 == 127 else {
                return nil
            }
            place.address = address
        }
        return place == self || move.arrives ? place : nil
    }
}

extension ServerCore {
    /// Where a listener answers; nil when nowhere.
    func place(of id: Int) -> ListenerPlace? {
        state.withLock { state in
            state.listeners[id].flatMap { $0.descriptor >= 0 ? $0.place : nil }
        }
    }

    /// Moves a listener, at once or after the move's delay.
    ///
    /// - Parameter spared: the connection that an answer still has to take; the others are closed.
    func move(_ id: Int, by move: AddressMove, sparing spared: Int32? = nil) {
        state.withLock { state in
            if move.delay > .zero {
                insert(Timer(due: .now + move.delay, action: .move(id, by: move)), in: &state)
            } else {
                relocate(id, by: move, sparing: spared, in: &state)
            }
        }
        poller.wake()
    }

    func relocate(_ id: Int, by move: AddressMove, sparing spared: Int32? = nil, in state: inout State) {
        guard var listener = state.listeners[id] else { return }
        let place = listener.place.moved(by: move, isSecure: listener.isSecure)
        guard place != listener.place || listener.descriptor < 0 else { return }
        closeSocket(of: listener)
        shutConnections(of: id, in: state, sparing: spared)
        listener.descriptor = -1
        // If something else has taken the place, the camera answers nowhere.
        if let place, let port = UInt16(exactly: place.port),
            let socket = try? ListeningSocket.open(address: place.address, port: port)
        {
            listener.descriptor = socket.descriptor
            listener.place = place
            poller.add(socket.descriptor, tag: id)
        }
        state.listeners[id] = listener
    }

    func listenAgain(_ id: Int, then move: AddressMove?, in state: inout State) {
        if let move { relocate(id, by: move, in: &state) }
        guard let listener = state.listeners[id], listener.descriptor >= 0 else { return }
        ListeningSocket.resume(listener.descriptor)
        poller.add(listener.descriptor, tag: id)
    }

    func closeSocket(of listener: Listener) {
        guard listener.descriptor >= 0 else { return }
        poller.remove(listener.descriptor)
        close(listener.descriptor)
    }
}
