import CMicroHTTPD
import Glibc

/// Waits for connections on many listening sockets at once (epoll), and can be woken from other threads.
struct Poller: Sendable {
    private let epoll: Int32
    private let event: Int32

    /// The tag of the wake-up event; listeners have tags from 1.
    private static let wakeTag = 0

    init() throws(SimulatedServerError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        event = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard epoll >= 0, event >= 0 else {
            if epoll >= 0 { close(epoll) }
            if event >= 0 { close(event) }
            throw SimulatedServerError(code: .cannotStart, message: "no file descriptors left for a simulated server")
        }
        add(event, tag: Self.wakeTag)
    }

    func add(_ descriptor: Int32, tag: Int) {
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(tag)))
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }

    func remove(_ descriptor: Int32) {
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Makes `wait` return.
    func wake() {
        var one: UInt64 = 1
        _ = write(event, &one, MemoryLayout<UInt64>.size)
    }

    /// The tags of the sockets that have connections waiting; empty after the timeout or a wake-up.
    func wait(timeout: Duration?) -> [Int] {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        let count = epoll_wait(epoll, &events, Int32(events.count), Self.milliseconds(timeout))
        guard count > 0 else { return [] }
        return events.prefix(Int(count)).compactMap { ready in
            let tag = Int(ready.data.u64)
            guard tag == Self.wakeTag else { return tag }
            var counter: UInt64 = 0
            _ = read(event, &counter, MemoryLayout<UInt64>.size)
            return nil
        }
    }

    func closeDescriptors() {
        close(epoll)
        close(event)
    }

    /// Rounded up, so that a timer is due when the wait ends; -1 waits for ever.
    private static func milliseconds(_ timeout: Duration?) -> Int32 {
        guard let timeout else { return -1 }
        guard timeout > .zero else { return 0 }
        guard timeout < .seconds(3600) else { return 3_600_000 }
        let parts = timeout.components
        return Int32(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }
}
