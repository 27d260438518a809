import CommandLineTool
import Cryptography
import Files
import Glibc
import Jobs
import Snapshots
import Text
import Vault

/// `camkeep export REF -o FILE.zip`
struct ExportCommand {
    private static let reference = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "A snapshot of the store: CAMERA, CAMERA@latest, @TAG, @2026-11-22.")
    private static let output = OptionDeclaration.value(
        "output", short: "o", "FILE", kind: .file,
        help: "Where to write it, with mode 600; a file that is there is never replaced. - writes it to a pipe.")

    static let command = Command(
        "export", abstract: "Unseal the vendor archive of a snapshot",
        discussion: """
            Writes the archive that the camera itself made of its parameters, as the camera's web page takes it back. It holds \
            passwords in clear.
            """,
        arguments: [reference], options: [output, StoreOptions.store] + IdentityOptions.all,
        examples: [
            .init("For the camera's web page", "camkeep export front-door@golden -o front-door.zip"),
            .init("What is in it", "camkeep export front-door -o - | bsdtar -tf -"),
        ],
        exitStatuses: [
            .success, .usage, ExitStatus(.failure, "There is none, no identity opens it, or it cannot be written."),
            ExitStatus(.verificationFailed, "The snapshot or the archive is damaged."),
        ],
        run: { values, console in
            try await ExportCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options: Sendable {
        let reference: String
        /// `-` for standard output.
        let output: String
        let store: SnapshotStore
        let identities: IdentitySources

        init(_ values: ParsedValues, _ environment: [String: String]) throws(UsageFault) {
            guard let path = values.string(ExportCommand.output) else {
                throw UsageFault(
                    description: "no option says where to write it", hint: "give -o FILE, or -o - for a pipe")
            }
            output = path
            reference = values.string(ExportCommand.reference) ?? ""
            store = StoreOptions.store(values)
            identities = IdentityOptions.sources(values, environment)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let path = options.output
        guard path != "-" || isatty(STDOUT_FILENO) == 0 else {
            throw UsageFault(description: "an archive is not for a terminal", hint: "give -o FILE, or pipe it")
        }
        guard path == "-" || !PrivateFile.isTaken(path) else {
            throw UsageFault(description: "\(path) is there already", hint: "name another file, or take it away")
        }
        let archive = try await VendorArchiveSource(options.reference, in: options.store) {
            try await options.identities.required(events: JobEvents(console))
        }
        guard path != "-" else {
            console.write(Array(archive.bytes.exposed()))
            return .success
        }
        do throws(FileFault) {
            try PrivateFile.create(path, archive.bytes)
        } catch {
            throw UnwrittenExport(description: "\(path) cannot be written: \(error.reason)")
        }
        console.note(
            HarmlessText.escaped(
                "\(path): the vendor archive of \(archive.name) (\(Wording.size(archive.bytes.count))); "
                    + "it holds passwords in clear"))
        return .success
    }

    private struct UnwrittenExport: Error, CustomStringConvertible {
        let description: String
    }
}
