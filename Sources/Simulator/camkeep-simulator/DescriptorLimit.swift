import Glibc

/// The number of file descriptors that the process may have open.
enum DescriptorLimit {
    /// Raises the soft limit, as far as the hard one allows: a camera needs one for its port and some for connections.
    static func raise(for cameras: Int) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        let wanted = rlim_t(cameras * 6 + 256)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        _ = setrlimit(resource, &limit)
    }
}
