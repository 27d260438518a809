/// One address and port at which a simulated camera is reached.
///
/// It keeps answering until `stop` is called here or on its server; dropping the handle changes nothing.
package struct SimulatedListener: Sendable {
    let core: ServerCore
    let id: Int

    /// The address it was asked to listen on.
    package let address: String

    /// The real port, also when port 0 was asked for.
    package let port: Int

    /// Whether it speaks HTTPS.
    package let isSecure: Bool

    /// `http://127.0.0.1:8080`, as a target for a client.
    package var url: String {
        let host = address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address
        return "\(isSecure ? "https" : "http")://\(host):\(port)"
    }

    /// How many connections are open now.
    package var openConnections: Int {
        core.openConnections(of: id)
    }

    /// Refuses connections for a while, as a rebooting camera does; open connections are closed. The port stays ours.
    package func goOffline(for duration: Duration) {
        core.takeOffline(id, for: duration)
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
