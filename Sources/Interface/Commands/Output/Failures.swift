import Audit
import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import HTTPTransport
import Jobs
import Processes
import Reports
import Restore
import Sealing
import SemanticDiff
import Snapshots
import Text
import Vault

/// Tells errors as message, hint and exit code: the one place where they meet.
enum Failures {
    static func describe(_ error: any Error) -> CommandLineProgram.Failure {
        let failure: CommandLineProgram.Failure =
            switch error {
            case let error as CameraError: .init("\(error)", hint: error.hint.isEmpty ? nil : error.hint)
            case let error as TargetError:
                .init("\(error)", hint: "write it as http://HOST or https://HOST:PORT", exitCode: .usage)
            case let error as UnknownTarget: .init("\(error)", hint: error.hint, exitCode: .usage)
            case let error as NoSnapshot: .init("\(error)", hint: error.hint)
            case let error as InventoryError: .init("\(error)", hint: error.hint, exitCode: .usage)
            case let error as PasswordSourceError: .init(error.message, hint: error.hint)
            case let error as SnapshotError: .init("\(error)", exitCode: exitCode(error))
            case let error as PlanFileError:
                .init("\(error)", exitCode: error.code == .unreachable ? .failure : .verificationFailed)
            case let error as MissingSecrets:
                .init("\(error)", hint: "without --require-secrets they are left out")
            case let error as JournalError: .init("\(error)", hint: error.hint)
            case let error as SectionWrite.Refusal: .init(error.reason)
            case let error as SnapshotStoreError: .init("\(error)")
            case let error as SnapshotReferenceError:
                .init("\(error)", hint: candidates(error), exitCode: .usage)
            case let error as VaultError: .init("\(error)", hint: error.hint, exitCode: exitCode(error))
            case let error as SealingError: .init("\(error)", hint: error.hint, exitCode: exitCode(error))
            case let error as SchemaError: .init("the schema has faults:\n\(error)", exitCode: .usage)
            case let error as AuditFileError: .init("\(error)", exitCode: .usage)
            case let error as SchemaFolderError: .init("\(error)", exitCode: .usage)
            case let error as UsageFault: .init("\(error)", hint: error.hint, exitCode: .usage)
            case let error as RequestFault: .init("\(error)", hint: error.hint, exitCode: .usage)
            case let error as VendorArchiveRestore.Unfit: .init("\(error)", hint: error.hint)
            case let error as VendorArchiveDialog.Fault: .init("\(error)", hint: error.hint)
            case let error as ManCommand.Fault: .init("\(error)")
            case let error as UpgradedCamera.Fault: .init("\(error)", hint: error.hint)
            case let error as CloneTemplate.Fault: .init("\(error)", exitCode: .usage)
            case let error as StalePlan: .init(message(error), hint: error.hint, exitCode: .differences)
            case let error as FleetRestore.Changed: .init("\(error)", hint: error.hint, exitCode: .differences)
            case let error as CloneJob.OtherModel: .init("\(error)", hint: error.hint)
            case let error as DrillJob.Damage: .init("\(error)", exitCode: .verificationFailed)
            case let error as TransportError: .init("\(error)")
            default: .init("\(error)")
            }
        return CommandLineProgram.Failure(
            HarmlessText.escaped(failure.message, keepingLines: true),
            hint: failure.hint.map { HarmlessText.escaped($0) }, exitCode: failure.exitCode)
    }

    /// The same, said of a camera where the error does not name it.
    static func describe(_ error: any Error, of target: FleetTarget) -> CommandLineProgram.Failure {
        let failure = describe(error)
        guard error is FleetFault || error is FleetRestore.Changed else { return failure }
        return CommandLineProgram.Failure(
            "\(target.title): \(failure.message)", hint: failure.hint, exitCode: failure.exitCode)
    }

    /// What went wrong, for a place that names the camera already.
    static func reason(_ error: any Error) -> String {
        (error as? CameraError).map { HarmlessText.escaped($0.message) } ?? describe(error).message
    }

    /// One line, and below it what has changed.
    private static func message(_ error: StalePlan) -> String {
        let sentences = error.changes.flatMap { change in
            ChangeWording.sentences(change).map { "\(change.section): \($0)" }
        }
        let lines = sentences + error.unread.map { "\($0) cannot be read any more" }
        return "\(error.path): the camera has changed since the plan was made; nothing was written"
            + lines.map { "\n  " + $0 }.joined()
    }

    /// A file that cannot be read is another matter than one that is damaged.
    private static func exitCode(_ error: SnapshotError) -> ExitCode {
        switch error.code {
        case .unreadable: .failure
        default: .verificationFailed
        }
    }

    /// A sealed file that was damaged, a key that was mistyped, and everything else.
    private static func exitCode(_ error: SealingError) -> ExitCode {
        if error.isDamage { return .verificationFailed }
        switch error.code {
        case .malformedKey, .unsupportedKey, .noKeys, .passphraseWithOthers: return .usage
        default: return .failure
        }
    }

    private static func exitCode(_ error: VaultError) -> ExitCode {
        switch error.code {
        case .damaged: .verificationFailed
        case .unreadable, .unsupportedVersion, .keys: .failure
        }
    }

    private static func candidates(_ error: SnapshotReferenceError) -> String? {
        guard !error.candidates.isEmpty else { return nil }
        let shown = error.candidates.prefix(10).joined(separator: ", ")
        let rest = error.candidates.count - 10
        return "known are \(shown)" + (rest > 0 ? " and \(rest) more" : "")
    }
}

/// Something on the command line that fits nothing, found after parsing.
struct UsageFault: Error, CustomStringConvertible {
    let description: String
    let hint: String
}
