/// Where a camera answers from now on, because its network settings have changed.
package struct AddressMove: Sendable, Hashable {
    /// The IP address; nil when it stays.
    package var address: String?

    /// The port of plain HTTP; nil when it stays, 0 when HTTP has been switched off.
    package var httpPort: Int?

    /// The port of HTTPS, likewise.
    package var httpsPort: Int?

    /// How long after its answer the camera moves.
    package var delay: Duration

    /// Whether anything answers at the new place.
    package var arrives: Bool

    /// Makes a move; what is nil stays.
    package init(
        address: String? = nil, httpPort: Int? = nil, httpsPort: Int? = nil, delay: Duration = .zero,
        arrives: Bool = true
    ) {
        self.address = address
        self.httpPort = httpPort
        self.httpsPort = httpsPort
        self.delay = delay
        self.arrives = arrives
    }
}

/// What a camera does when its own address or its web server's port is changed.
package enum Readdressing: String, Sendable, Hashable, CaseIterable {
    /// It keeps the new setting and goes on answering where it was.
    case ignored
    /// It answers the request, and then listens at the new place only. Only loopback addresses can be followed: at any other
    /// one nothing answers.
    case followed
    /// It leaves the old place, and nothing answers at the new one.
    case lost
}
