package import SimulatedCamera

/// One address and port at which a simulated camera is reached.
///
/// It keeps answering until `stop` is called here or on its server; dropping the handle changes nothing.
package struct SimulatedListener: Sendable {
    let core: ServerCore
    let id: Int

    /// The address it was asked to listen on. The camera may have moved since.
    package let address: String

    /// The real port at the start, also when port 0 was asked for.
    package let port: Int

    /// Whether it speaks HTTPS.
    package let isSecure: Bool

    /// `http://127.0.0.1:8080`, as a target for a client.
    package var url: String {
        ListenerPlace(address: address, port: port).url(isSecure: isSecure)
    }

    /// Where it answers now. Nil if it moved to a place where nothing answers, or was stopped.
    package var currentURL: String? {
        core.place(of: id)?.url(isSecure: isSecure)
    }

    /// Makes it answer elsewhere, like a camera whose address was changed. This works even if it answers nowhere at present.
    package func move(_ move: AddressMove) {
        core.move(id, by: move)
    }

    /// How many connections are open now.
    package var openConnections: Int {
        core.openConnections(of: id)
    }

    /// Refuses connections for a while, as a rebooting camera does; open connections are closed. The port stays ours.
    ///
    /// - Parameter move: where it is back; nil for the same place.
    package func goOffline(for duration: Duration, then move: AddressMove? = nil) {
        core.takeOffline(id, for: duration, then: move)
    }

    /// Closes the open connections, and keeps accepting new ones.
    package func closeConnections() {
        core.closeConnections(of: id)
    }

    /// Stops listening and closes the open connections. A second call does nothing.
    package func stop() {
        core.remove(id)
    }
}
