package import Configuration
import Cryptography
import Files

/// The file of the key with which secrets are fingerprinted: 64 hexadecimal digits, mode 0600, beside the known cameras and never
/// in the store. It is made on first use.
package struct FingerprintKeyFile: Sendable {
    /// Nil if there is no place for it.
    package let path: String?

    private static let limit = 128

    package init(path: String?) {
        self.path = path
    }

    /// The file cannot be used.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The key, which is made if there is none; nil, with a warning, if there is no place for it.
    ///
    /// - Throws: ``Fault``, `CryptographyError` without random numbers
    package func key(events: JobEvents) throws -> FingerprintKey? {
        guard let path else {
            events.warn(
                "there is no home folder for the fingerprint key, so secrets cannot be compared",
                "name a file with --fingerprint-key")
            return nil
        }
        if let key = try Self.read(path) { return key }
        let key = try Self.make(path)
        events.note("\(path): made the key that makes secrets comparable; keep it, and keep it out of the store")
        return key
    }

    /// The key if there is one; none is made.
    ///
    /// - Throws: ``Fault``
    package func existingKey() throws(Fault) -> FingerprintKey? {
        try path.flatMap { (path) throws(Fault) in try Self.read(path) }
    }

    /// Nil if there is no such file.
    private static func read(_ path: String) throws(Fault) -> FingerprintKey? {
        let bytes: SecretBytes
        do throws(FileFault) {
            // A service that runs as root may use the key of the user whose cameras it reads.
            bytes = try PrivateFile.read(path, limit: limit, of: .anybody)
        } catch {
            if error.isMissingFile { return nil }
            switch error.kind {
            case .openToOthers:
                throw Fault(description: "\(path) can be read by others; make it yours alone with chmod 600")
            case .notRegular: throw Fault(description: "\(path) is not a regular file")
            case .tooLarge: throw noKey(path)
            default: throw Fault(description: "\(path) cannot be read: \(error.reason)")
            }
        }
        let text = bytes.withUnsafeBytes { String(decoding: $0.filter { $0 != 0x0A }, as: UTF8.self) }
        guard let key = HexEncoding.decode(text).flatMap(FingerprintKey.init(bytes:)) else { throw noKey(path) }
        return key
    }

    private static func noKey(_ path: String) -> Fault {
        Fault(description: "\(path) does not hold a fingerprint key: 64 lower-case hexadecimal digits")
    }

    /// Put into place whole, so that two runs at once end with one key.
    private static func make(_ path: String) throws -> FingerprintKey {
        let bytes = try SecureRandom.bytes(count: FingerprintKey.byteCount)
        do throws(FileFault) {
            // Where the folder cannot be made, the file cannot be either, and that says why.
            try? PrivateFile.makeFolder(of: path)
            try PrivateFile.create(path, SecretBytes(utf8: HexEncoding.encode(bytes) + "\n"))
        } catch {
            guard error.isExistingFile else { throw Fault(description: "\(path) cannot be written: \(error.reason)") }
        }
        guard let key = try read(path) else {
            throw Fault(description: "\(path) cannot be written: it is gone again")
        }
        return key
    }
}
