import CommandLineTool
import Configuration
import Cryptography
import FoundationEssentials
import Glibc
import Text

/// The file of the key with which secrets are fingerprinted: 64 hexadecimal digits, mode 0600, beside the known cameras and never
/// in the store. It is made on first use.
enum FingerprintKeyFile {
    static let option = OptionDeclaration.value(
        "fingerprint-key", "FILE", kind: .file,
        help:
            "The key that makes secrets comparable without showing them, instead of ~/.config/camkeep/fingerprint-key.",
        environment: "CAMKEEP_FINGERPRINT_KEY")

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// The key; nil, with a warning, if there is no place for it.
    static func key(_ values: ParsedValues, _ console: Console) throws -> FingerprintKey? {
        guard let path = values.path(option) ?? ConfigurationFolder.path("fingerprint-key", console.environment) else {
            console.warn(
                "there is no home folder for the fingerprint key, so secrets cannot be compared",
                hint: "name a file with --fingerprint-key")
            return nil
        }
        if let key = try read(path) { return key }
        let key = try make(path)
        console.note(
            "\(HarmlessText.escaped(path)): made the key that makes secrets comparable; keep it, and keep it out of the store"
        )
        return key
    }

    /// The key if there is one; none is made.
    static func existingKey(_ values: ParsedValues, _ environment: [String: String]) throws -> FingerprintKey? {
        guard let path = values.path(option) ?? ConfigurationFolder.path("fingerprint-key", environment) else {
            return nil
        }
        return try read(path)
    }

    /// Nil if there is no such file.
    private static func read(_ path: String) throws -> FingerprintKey? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Fault(description: "\(path) cannot be read: \(SystemMessage.text(errno))")
        }
        defer { close(file) }
        var state = stat()
        guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else {
            throw Fault(description: "\(path) is no file")
        }
        guard state.st_mode & 0o077 == 0 else {
            throw Fault(description: "\(path) can be read by others; make it yours alone with chmod 600")
        }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = Glibc.read(file, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)).filter { $0 != 0x0A }, as: UTF8.self)
        guard let key = HexEncoding.decode(text).flatMap(FingerprintKey.init(bytes:)) else {
            throw Fault(description: "\(path) holds no fingerprint key: 64 lower-case hexadecimal digits")
        }
        return key
    }

    /// Linked into place whole, so that two runs at once end with one key.
    private static func make(_ path: String) throws -> FingerprintKey {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let bytes = try SecureRandom.bytes(count: FingerprintKey.byteCount)
        let temporary = path + ".\(getpid())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Fault(description: "\(path) cannot be written: \(SystemMessage.text(errno))")
        }
        defer { unlink(temporary) }
        let line = Array((HexEncoding.encode(bytes) + "\n").utf8)
        let isWritten = write(file, line, line.count) == line.count && fsync(file) == 0
        close(file)
        guard isWritten else {
            throw Fault(description: "\(path) cannot be written: \(SystemMessage.text(errno))")
        }
        guard link(temporary, path) == 0 || errno == EEXIST, let key = try read(path) else {
            throw Fault(description: "\(path) cannot be written: \(SystemMessage.text(errno))")
        }
        return key
    }
}
