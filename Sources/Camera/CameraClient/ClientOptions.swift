/// How patient the client is with a camera.
package struct ClientOptions: Sendable {
    /// For connecting, the TLS handshake included.
    package var connectTimeout: Duration = .seconds(5)
    /// For a whole call.
    package var timeout: Duration = .seconds(30)
    /// For fetching the vendor archive.
    package var archiveTimeout: Duration = .seconds(180)
    /// For what nobody waits for: a logout, a heart-beat. A camera that fell silent must not hold up the end of a run.
    package var sessionCallTimeout: Duration = .seconds(5)
    /// How often a login is tried again when the camera has no free session.
    package var busyRetries = 2
    /// The first pause before such a try; it doubles and is spread by chance.
    package var busyPause: Duration = .seconds(2)
    /// The first call after this time is preceded by a heart-beat, however busy the session was: only heart-beats
    /// keep a session alive (document 7.1.3: every 30 s; field facts, Session 4).
    package var heartBeatInterval: Duration = .seconds(25)

    package static let maximumAnswerBytes = 8 << 20
    package static let maximumArchiveBytes = 64 << 20

    package init() {}
}
