import CameraSchema
import CommandLineTool
import SemanticDiff
import Snapshots
import Text

/// `camkeep diff` as git calls an external diff: path, old file, old hash, old mode, new file, new hash, new mode;
/// a rename has two arguments more. git takes every exit code but 0 for a failure.
struct GitExternalDiff {
    private let path: String
    private let oldFile: String
    private let newFile: String

    /// Nil unless these are git's arguments.
    init?(_ arguments: [String]) {
        guard arguments.count == 7 || arguments.count == 9 else { return nil }
        path = arguments[0]
        oldFile = arguments[1]
        newFile = arguments[4]
    }

    /// What git names in place of a file that does not exist.
    private static let nothing = "/dev/null"

    func run(_ options: DiffCommand.Options, _ console: Console) throws -> ExitCode {
        console.print(console.outputStyle.bold("snapshot \(HarmlessText.escaped(path))"))
        guard let old = try snapshot(oldFile), let new = try snapshot(newFile) else {
            console.print(oldFile == Self.nothing ? "new snapshot" : "snapshot removed")
            return .success
        }
        let schema = try options.schema.load(describing: old, new)
        let difference = Differ(schema: schema, options: options.comparison).difference(
            old, named: path + " (before)", new, named: path + " (after)")
        DiffReport(difference, schema: schema).print(.text, on: console)
        return .success
    }

    /// Nil for the side on which the file does not exist.
    private func snapshot(_ file: String) throws -> Snapshot? {
        file == Self.nothing ? nil : try SnapshotFile.read(file)
    }
}
