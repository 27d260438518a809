import CommandLineTool
import Cryptography
import JSONTree
import Snapshots

/// `camkeep log [CAMERA]`
enum LogCommand {
    private static let camera = ArgumentDeclaration(
        "CAMERA", kind: .reference("camera"), help: "A camera of the store; without it, all.", isOptional: true)
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per snapshot.")

    static let command = Command(
        "log", abstract: "List the snapshots of the store, newest first",
        arguments: [camera], options: [StoreOptions.store, json],
        examples: [.init("All snapshots of one camera", "camkeep log 192.168.1.10")],
        exitStatuses: [.success, .usage, .failure, .verification],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let store = StoreOptions.store(values)
        let name = values.string(camera)
        if let name { _ = try store.resolve(camera: name, .back(0)) }
        var isIntact = true
        let entries = try store.list(name)
        if entries.isEmpty { console.note("no snapshots in \(HarmlessText.escaped(store.path))") }
        for entry in entries {
            do throws(SnapshotError) {
                let snapshot = try store.load(entry)
                if values.isSet(json) {
                    console.print(json: jsonLine(entry, snapshot))
                } else {
                    console.print(textLine(entry, snapshot, console.outputStyle))
                }
            } catch {
                isIntact = false
                let failure = Failures.tell(error)
                console.error(failure.message, hint: failure.hint)
            }
        }
        return isIntact ? .success : .verificationFailed
    }

    private static func textLine(_ entry: SnapshotEntry, _ snapshot: Snapshot, _ style: OutputStyle) -> String {
        var parts = [
            style.bold(HarmlessText.escaped(entry.reference)), style.dim(shortDigest(snapshot)),
            Wording.tally(snapshot),
        ]
        if let software = snapshot.camera.software ?? snapshot.camera.firmware {
            parts.append(HarmlessText.escaped("software \(software)", limit: 60))
        }
        if let seen = entry.seenAgain {
            parts.append("seen again \(Wording.count(seen.count, "time")), last \(seen.last)")
        }
        return parts.joined(separator: "  ")
    }

    /// Enough digits to see at a glance whether two snapshots say the same.
    private static func shortDigest(_ snapshot: Snapshot) -> String {
        String(snapshot.digest.hexDigits.prefix(10))
    }

    private static func jsonLine(_ entry: SnapshotEntry, _ snapshot: Snapshot) -> JSONValue {
        var object = JSONObject([
            ("reference", .string(entry.reference)), ("file", .string(entry.path)), ("size", .integer(entry.size)),
            ("taken", .string(snapshot.taken.description)), ("digest", .string(snapshot.digest.text)),
            ("address", .string(snapshot.camera.address)),
        ])
        object["software"] = snapshot.camera.software.map(JSONValue.string)
        object["firmware"] = snapshot.camera.firmware.map(JSONValue.string)
        object["seenAgain"] = entry.seenAgain.map {
            ["count": .integer($0.count), "last": .string($0.last.description)]
        }
        return .object(object)
    }
}
