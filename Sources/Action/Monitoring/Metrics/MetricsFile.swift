package import Files
import Glibc

/// The file that a collector reads while it may be written: there is the old one or the new one.
package enum MetricsFile {
    /// Whether the file can be put where it is to be.
    ///
    /// - Throws: ``FileFault``
    package static func check(_ path: String) throws(FileFault) {
        let (folder, _) = AtomicFile.split(path)
        guard access(folder, W_OK | X_OK) == 0 else { throw .last }
        _ = try OpenFile(folder: folder)
    }

    /// Readable for all, as the collector is another user.
    ///
    /// - Throws: ``FileFault``
    package static func write(_ metrics: RunMetrics, to path: String) throws(FileFault) {
        let (folder, name) = AtomicFile.split(path)
        try AtomicFile.write(Array(metrics.text.utf8), as: name, in: OpenFile(folder: folder), mode: 0o644)
    }
}
