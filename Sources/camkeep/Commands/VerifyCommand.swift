import CommandLineTool
import Snapshots

/// `camkeep verify [REF…]`
enum VerifyCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "Snapshots to check; without any, the whole store.",
        isOptional: true,
        isRepeated: true)

    static let command = Command(
        "verify", abstract: "Check that snapshots are whole and unchanged",
        discussion: """
            Reads each file completely and checks its compression, its format, its digest, its integrity and the vendor \
            archive beside it. A file that was damaged, cut off or edited by hand is found.
            """,
        arguments: [references], options: [StoreOptions.store],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let store = StoreOptions.store(values)
        let texts = values.strings(references)
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
        if texts.isEmpty {
            for entry in try store.list() { report(entry.reference, store.verify(entry).faults) }
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
        return faults == 0 ? .success : .verificationFailed
    }
}
