import Glibc

/// Keeps what is in memory out of the files that a crash leaves.
package enum CoreDump {
    /// No core file is written from now on, by this process or those it starts.
    package static func forbid() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
}
