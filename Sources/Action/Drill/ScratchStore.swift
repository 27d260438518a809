import FoundationEssentials
import Glibc
import Snapshots
import Text

/// A store for the duration of a drill, which holds the journal of its restore. No secret is written there.
enum ScratchStore {
    /// Why the store could not be made.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Memory comes first, if there is a file system in it: nobody needs the journal of a drill after a power cut.
    private static let folders = ["/dev/shm", "/tmp"]

    static func with<Result>(_ body: (SnapshotStore) async throws -> Result) async throws -> Result {
        let path = try make()
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(SnapshotStore(path: path))
    }

    private static func make() throws(Fault) -> String {
        for folder in folders {
            var name = Array("\(folder)/camkeep-drill-XXXXXX".utf8CString)
            if mkdtemp(&name) != nil {
                return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
        throw Fault(
            description:
                "no folder can be made in \(folders.joined(separator: " or ")): \(SystemMessage.text(errno))")
    }
}
