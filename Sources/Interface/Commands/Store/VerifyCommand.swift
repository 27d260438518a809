import CommandLineTool
import Files
import Snapshots
import Text
import Vault

/// `camkeep verify [REF…]`
struct VerifyCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "Snapshots to check; without any, the whole store.",
        count: .any)

    private static let all = OptionDeclaration.flag(
        "all",
        help: "Check the whole store, as without a REF: every snapshot, every archive, and the form of the vault.")

    static let command = Command(
        "verify", abstract: "Check that snapshots are whole and unchanged",
        discussion: """
            Reads each file completely and checks its compression, its format, its digest, its integrity and the vendor \
            archive beside it. It finds files that were damaged, cut off or edited by hand. Of the vault, which holds sealed \
            secrets, it checks the form; what is sealed stays closed.
            """,
        arguments: [references], options: [StoreOptions.store, all],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: { values, console in try VerifyCommand(options: Options(values), console: console).run() })

    struct Options {
        let store: SnapshotStore
        /// None for the whole store.
        let references: [(text: String, reference: SnapshotReference)]

        init(_ values: ParsedValues) throws {
            store = StoreOptions.store(values)
            references = try values.strings(VerifyCommand.references).map { ($0, try SnapshotReference($0)) }
            guard references.isEmpty || !values.isSet(all) else {
                throw UsageFault(
                    description: "--all means the whole store", hint: "name snapshots, or give --all without any")
            }
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        options.references.isEmpty ? try checkStore() : try checkNamed()
    }

    private func checkStore() throws -> ExitCode {
        let store = options.store
        var tally = Tally()
        for entry in try store.list() { report(entry.reference, faults: store.verify(entry).faults, in: &tally) }
        let isVaultIntact = try checkVault()
        if tally.checked == 0 {
            console.note("no snapshots in \(HarmlessText.escaped(store.path))")
        } else {
            reportSum(tally)
        }
        return tally.damaged == 0 && isVaultIntact ? .success : .verificationFailed
    }

    private func checkNamed() throws -> ExitCode {
        let store = options.store
        var tally = Tally()
        for (text, reference) in options.references {
            switch reference {
            case .stored(let camera, let selector):
                let entry = try store.resolve(camera: camera, selector)
                report(entry.reference, faults: store.verify(entry).faults, in: &tally)
            case .file, .standardInput:
                do {
                    _ = try store.load(reference, standardInput: StandardInput.read)
                    report(text, faults: [], in: &tally)
                } catch let error as SnapshotError where error.code != .unreadable {
                    report(text, faults: ["\(error)"], in: &tally)
                }
            }
        }
        if tally.checked > 1 { reportSum(tally) }
        return tally.damaged == 0 ? .success : .verificationFailed
    }

    // MARK: - Reporting

    private struct Tally {
        var checked = 0
        var damaged = 0
    }

    private func report(_ name: String, faults: [String], in tally: inout Tally) {
        tally.checked += 1
        if faults.isEmpty {
            printIntact(HarmlessText.escaped(name))
        } else {
            tally.damaged += 1
            for fault in faults { console.error(HarmlessText.escaped(fault)) }
        }
    }

    private func reportSum(_ tally: Tally) {
        let verdict = tally.damaged == 0 ? "all intact" : "\(tally.damaged) damaged"
        console.note("\(Wording.count(tally.checked, "snapshot")) checked, \(verdict)")
    }

    private func printIntact(_ name: String) {
        if !console.isQuiet { console.print("\(console.outputStyle.green("intact"))  \(name)") }
    }

    /// Checks the form of the vault, if there is one.
    ///
    /// - Returns: whether it is intact
    /// - Throws: ``VaultError`` if it cannot be read at all
    private func checkVault() throws(VaultError) -> Bool {
        do throws(VaultError) {
            let entries = try Vault(of: options.store).entries()
            if !entries.isEmpty { printIntact("vault, \(Wording.count(entries.count, "secret"))") }
            return true
        } catch {
            guard error.code == .damaged else { throw error }
            console.report(error)
            return false
        }
    }
}
