import Glibc

/// Waiting for a file descriptor or for cancellation.
package enum Descriptors {
    package enum Event {
        case readable
        case cancelled
        case nothing
    }

    /// - Parameters:
    ///   - descriptor: what is waited for
    ///   - cancelled: becomes readable when the task is cancelled
    ///   - milliseconds: the longest wait; a negative number waits forever
    package static func wait(for descriptor: Int32, cancelled: Int32, milliseconds: Int32) -> Event {
        var waiting = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: cancelled, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waiting, 2, milliseconds) > 0 else {
            return .nothing
        }
        if waiting[1].revents != 0 {
            return .cancelled
        }
        return waiting[0].revents != 0 ? .readable : .nothing
    }
}
