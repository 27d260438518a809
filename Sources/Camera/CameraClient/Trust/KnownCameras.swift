package import Cryptography
import Files

/// The file of TLS keys that cameras have shown: one line each, `host:port sha256//…`, `#` begins a comment.
package struct KnownCameras: Sendable {
    package let path: String

    private static let maximumBytes = 4 << 20

    /// - Parameter path: the file need not exist yet
    package init(path: String) {
        self.path = path
    }

    /// A file that cannot be used.
    package struct Fault: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The key that the camera is known by, or nil if it was never seen.
    package func key(of target: CameraTarget) throws(Fault) -> PublicKeyPin? {
        for (number, line) in try lines().enumerated() {
            guard let (address, pin) = try entry(line, number) else { continue }
            if address == target.hostAndPort { return pin }
        }
        return nil
    }

    /// All keys by `host:port`; of several lines the first one counts.
    package func keys() throws(Fault) -> [String: PublicKeyPin] {
        var keys: [String: PublicKeyPin] = [:]
        for (number, line) in try lines().enumerated() {
            guard let (address, pin) = try entry(line, number), keys[address] == nil else { continue }
            keys[address] = pin
        }
        return keys
    }

    /// Nil for a line that is empty or a comment.
    private func entry(_ line: Substring, _ number: Int) throws(Fault) -> (address: String, PublicKeyPin)? {
        let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
        if words.isEmpty { return nil }
        guard words.count == 2, let pin = PublicKeyPin(String(words[1])) else {
            throw Fault(description: "\(path), line \(number + 1): this is not HOST:PORT sha256//KEY")
        }
        return (String(words[0]), pin)
    }

    private func lines() throws(Fault) -> [Substring] {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: Self.maximumBytes, mayBeDevice: true)
        } catch  where error.isMissingFile {
            return []
        } catch {
            throw Fault(description: "\(path) cannot be read as a known-cameras file")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(description: "\(path) cannot be read as a known-cameras file")
        }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// Adds a camera that is not in the file. Other runs may add theirs at the same time.
    package func add(_ key: PublicKeyPin, of target: CameraTarget) throws(Fault) {
        do throws(FileFault) {
            try PrivateFile.makeFolder(of: path)
        } catch {
            throw Fault(description: "the folder of \(path) cannot be made")
        }
        do throws(FileFault) {
            try OpenFile(appendingTo: path).appendLines(["\(target.hostAndPort) \(key)"], mayBeDevice: true)
        } catch {
            throw Fault(description: "\(path) cannot be written: \(error.reason)")
        }
    }
}
