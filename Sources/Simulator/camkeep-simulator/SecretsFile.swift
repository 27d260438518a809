import Glibc
import JSONTree
import SimulatedCamera
import Synchronization
import Text

/// The file of `--reveal-secrets`: the plain text of the secrets that the cameras received and keep.
///
/// It is written anew, readable by its owner alone, whenever a secret has changed:
/// `{"0": {"held": {"network/ftp/password": "…"}, "received": {…}}}`, by the number of the camera.
final class SecretsFile: Sendable {
    private let path: String
    private let written = Mutex<[Int: Secrets]>([:])

    private struct Secrets: Equatable {
        var received: [String: String]
        var held: [String: String]
    }

    /// Why the file cannot be written.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    init(path: String) {
        self.path = path
    }

    /// Writes the file if a secret of this camera has changed.
    func update(_ number: Int, _ camera: SimulatedCamera) throws(Problem) {
        try written.withLock { (written: inout [Int: Secrets]) throws(Problem) in
            let secrets = Secrets(received: camera.receivedSecrets, held: camera.heldSecrets)
            guard written[number] != secrets else { return }
            written[number] = secrets
            try write(JSONWriter.canonical(Self.json(written)))
        }
    }

    private static func json(_ written: [Int: Secrets]) -> JSONValue {
        func object(_ texts: [String: String]) -> JSONValue {
            .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        return .object(
            JSONObject(
                written.sorted { $0.key < $1.key }.map { number, secrets in
                    (String(number), ["held": object(secrets.held), "received": object(secrets.received)])
                }))
    }

    /// Writes under another name first, so that a reader never sees half of the file.
    private func write(_ bytes: [UInt8]) throws(Problem) {
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw problem() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let problem = problem()
                close(file)
                throw problem
            }
            rest = rest.dropFirst(count)
        }
        close(file)
        guard rename(temporary, path) == 0 else { throw problem() }
    }

    private func problem() -> Problem {
        let reason = SystemMessage.text(errno)
        return Problem(description: "cannot write \(path): \(reason)")
    }
}
