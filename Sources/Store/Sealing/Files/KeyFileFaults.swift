import Files

/// Faults of files in the words of sealing.
enum KeyFileFaults {
    /// - Parameter attempt: "cannot read it".
    static func translating<Result>(
        _ attempt: String, _ body: () throws(FileFault) -> Result
    ) throws(SealingError) -> Result {
        do throws(FileFault) {
            return try body()
        } catch {
            throw SealingError(.fileAccess, "\(attempt): \(error.reason)")
        }
    }

    /// The same for a file that must be private: says how to make it so.
    static func translatingPrivate<Result>(
        _ path: String, _ body: () throws(FileFault) -> Result
    ) throws(SealingError) -> Result {
        do throws(FileFault) {
            return try body()
        } catch {
            switch error.kind {
            case .openToOthers:
                throw SealingError(
                    .fileAccess, "refused, as it holds an identity and is \(error.reason)",
                    hint: "make it yours alone: chmod 600 \(shellWord(path))")
            case .foreignOwner:
                throw SealingError(
                    .fileAccess, "refused, as it holds an identity and is \(error.reason)",
                    hint: "work as that user, or make a copy of your own with mode 600")
            case .notRegular:
                throw SealingError(.fileAccess, "an identity is read only from a regular file, and this is not one")
            default:
                throw SealingError(.fileAccess, "cannot read it: \(error.reason)")
            }
        }
    }

    /// A path as a shell takes it for one word.
    private static func shellWord(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isPlain, !path.hasPrefix("-") { return path }
        let quoted = path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'" + (path.hasPrefix("-") ? "./" : "") + quoted + "'"
    }
}
