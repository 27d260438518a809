import Glibc

/// Keeps memory, and the secrets in it, out of the files that a crash leaves.
package enum CoreDump {
    /// From now on, neither this process nor a process it starts writes a core file.
    package static func forbid() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
}
