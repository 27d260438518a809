/// Why a simulated server could not start or listen.
package struct SimulatedServerError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Code: Sendable, Hashable {
        /// The text is no IPv4 or IPv6 address.
        case badAddress
        /// The address or port cannot be used (taken, not allowed, not on this machine).
        case cannotListen
        /// The HTTP library did not start, which for HTTPS mostly means an unusable certificate or key.
        case cannotStart
        /// The server has been stopped.
        case stopped
    }

    package let code: Code

    /// One sentence that names what was tried.
    package let message: String

    package var description: String { message }
}
