import CommandLineTool
import Snapshots
import Text
import Vault

/// `camkeep verify [REF…]`
enum VerifyCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "Snapshots to check; without any, the whole store.",
        count: .any)

    private static let all = OptionDeclaration.flag(
        "all", help: "Check the whole store, as without a REF: every snapshot, every archive, and the vault's form.")

    static let command = Command(
        "verify", abstract: "Check that snapshots are whole and unchanged",
        discussion: """
            Reads each file completely and checks its compression, its format, its digest, its integrity and the vendor \
            archive beside it. A file that was damaged, cut off or edited by hand is found. Of the vault, which holds sealed \
            secrets, the form is checked; what is sealed stays closed.
            """,
        arguments: [references], options: [StoreOptions.store, all],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let store = StoreOptions.store(values)
        let texts = values.strings(references)
        guard texts.isEmpty || !values.isSet(all) else {
            throw UsageFault(description: "--all is the whole store", hint: "name snapshots, or give --all without any")
        }
        var faults = 0
        var checked = 0
        func report(_ name: String, _ found: [String]) {
            checked += 1
            if found.isEmpty {
                if !console.isQuiet {
                    console.print("\(console.outputStyle.green("intact"))  \(HarmlessText.escaped(name))")
                }
            } else {
                faults += 1
                for fault in found { console.error(HarmlessText.escaped(fault)) }
            }
        }
        var isVaultIntact = true
        if texts.isEmpty {
            for entry in try store.list() { report(entry.reference, store.verify(entry).faults) }
            isVaultIntact = try checkVault(store, console)
        }
        for text in texts {
            switch try SnapshotReference(text) {
            case .stored(let camera, let selector):
                let entry = try store.resolve(camera: camera, selector)
                report(entry.reference, store.verify(entry).faults)
            case let reference:
                do {
                    _ = try store.load(reference, standardInput: StandardInput.read)
                    report(text, [])
                } catch let error as SnapshotError where error.code != .unreadable {
                    report(text, ["\(error)"])
                }
            }
        }
        if checked == 0 {
            console.note("no snapshots in \(HarmlessText.escaped(store.path))")
        } else if checked > 1 || texts.isEmpty {
            let verdict = faults == 0 ? "all intact" : "\(faults) damaged"
            console.note("\(Wording.count(checked, "snapshot")) checked, \(verdict)")
        }
        return faults == 0 && isVaultIntact ? .success : .verificationFailed
    }

    /// Whether the vault, if there is one, has its form.
    ///
    /// - Throws: ``VaultError`` if it cannot be read at all
    private static func checkVault(_ store: SnapshotStore, _ console: Console) throws -> Bool {
        do throws(VaultError) {
            let entries = try Vault(of: store).entries()
            if !entries.isEmpty, !console.isQuiet {
                console.print(
                    "\(console.outputStyle.green("intact"))  vault, \(Wording.count(entries.count, "secret"))")
            }
            return true
        } catch {
            guard error.code == .damaged else { throw error }
            console.error(HarmlessText.escaped("\(error)"), hint: error.hint.map { HarmlessText.escaped($0) })
            return false
        }
    }
}
