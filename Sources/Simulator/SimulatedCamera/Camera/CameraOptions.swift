/// How one simulated camera differs from others of its template.
package struct CameraOptions: Sendable {
    /// The only account.
    package var user = "admin"
    package var password = "12345"

    /// Faults from the start; more can be added later.
    package var faults: [Fault] = []

    /// How long a session lives without a heart-beat.
    package var sessionLifetime: Duration = .seconds(180)

    /// Sessions at a time; a further login gets code 4001.
    package var sessionLimit = 4

    /// Rounds of the login digest's last step; nil for a device that leaves the step out (field facts, Session 2).
    package var loginIterations: Int? = 100

    /// How long the camera refuses connections after a reboot.
    package var rebootDuration: Duration = .milliseconds(500)

    /// What a write does to members that it leaves out.
    package var writes = WritePolicy.replace

    /// Whether it refuses values outside of their ranges, lists and enumerations. A camera whose own values are in no table
    /// has to accept them.
    package var checksRanges = true

    /// What it does when its own address or port is changed.
    package var readdressing = Readdressing.ignored

    /// How long after its answer it moves.
    package var readdressingDelay: Duration = .zero

    /// Whether `network/port` and `network/interfaces` show where the camera really listens, also after a reset. Otherwise
    /// they show the document's example.
    package var reportsAddress = false

    /// Whether it answers the upload of an archive before it restarts. Often a camera does not (field facts, Calls).
    package var answersImport = false

    /// Seconds since 1970 (UTC) at which its clock starts; nil for the real time.
    package var startTime: Int?

    /// Distinguishes units of one model: 0 is the document's example, others have their own serial, name and addresses.
    package var unit = 0

    /// The options of an ordinary camera.
    package init() {}
}
