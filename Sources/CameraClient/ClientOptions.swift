/// How patient the client is with a camera.
package struct ClientOptions: Sendable {
    /// For connecting, the TLS handshake included.
    package var connectTimeout: Duration = .seconds(5)
    /// For a whole call.
    package var timeout: Duration = .seconds(30)
    /// For fetching the vendor archive.
    package var archiveTimeout: Duration = .seconds(180)
    /// How often a login is tried again when the camera has no free session.
    package var busyRetries = 2
    /// The first pause before such a try; it doubles and is spread by chance.
    package var busyPause: Duration = .seconds(2)
    /// After this time without a call the session is kept alive first (document 7.1.3: every 30 s).
    package var heartBeatInterval: Duration = .seconds(25)

    package static let maximumAnswerBytes = 8 << 20
    package static let maximumArchiveBytes = 64 << 20

    package init() {}
}
