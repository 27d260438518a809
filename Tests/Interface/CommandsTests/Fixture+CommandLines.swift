import CommandLineTool
import CommandTestSupport
import Commands
import DiffTestSupport
import Foundation
import JSONTree
import Snapshots
import Testing

/// Runs command lines of `camkeep` inside this process, where no process is needed to see what they do.
///
/// Nothing of this process reaches them: files have absolute paths, and the environment is the fixture's alone. Standard input is not
/// read; tests for that, for signals, terminals and shells are end-to-end tests.
extension Fixture {
    /// Runs one command line, and checks that it printed nothing that a terminal would act on.
    ///
    /// - Returns: what it printed, with paths relative to the fixture's folder
    func run(
        _ arguments: String..., environment: [String: String] = [:], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await run(arguments, environment: environment, colors: colors, sourceLocation: sourceLocation)
    }

    func run(
        _ arguments: [String], environment: [String: String] = [:], colors: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        var usual = ["CAMKEEP_STORE": store.path]
        let inventory = path("cameras.json")
        if FileManager.default.fileExists(atPath: inventory) { usual["CAMKEEP_INVENTORY"] = inventory }
        let (output, errors) = (CollectedOutput(), CollectedOutput())
        let code = await CamkeepProgram.program.run(
            arguments: arguments, environment: self.environment(usual.merging(environment) { $1 }), output: output,
            errors: errors)
        let outcome = Outcome(
            status: code.rawValue, output: output.text.replacingOccurrences(of: folder + "/", with: ""),
            errors: errors.text.replacingOccurrences(of: folder + "/", with: ""))
        if !colors {
            #expect(outcome.controls == [], "\(arguments)", sourceLocation: sourceLocation)
        }
        return outcome
    }

    /// Takes a snapshot that succeeds, and gives the one JSON line that it prints.
    func snapshot(
        _ camera: TestCamera, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let outcome = try await run(["snapshot", "--quiet", "--json", camera.url] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        return try #require(try outcome.jsonLines.first, sourceLocation: sourceLocation)
    }

    /// Expects that every file of the store is whole, and that nothing half-written is left.
    func expectIntactStore(
        _ name: String = "snapshots", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try faults(ofStore: name) == [], sourceLocation: sourceLocation)
    }

    /// Keeps an example of a camera in the fixture's store.
    @discardableResult
    func take(
        _ camera: ExampleCamera, as name: String, at time: SnapshotTime = ExampleCamera.time, tag: String? = nil,
        archive: [UInt8]? = nil
    ) throws -> SnapshotEntry {
        var snapshot = camera.snapshot(taken: time)
        snapshot.export = archive.map { ExportRecord(.init(fileName: "params.zip", bytes: $0)) }
        let entry = try store.save(snapshot, as: name, archive: archive.map { .clear($0) }).entry
        if let tag { try store.tag(entry, as: tag) }
        return entry
    }
}

extension SnapshotTime {
    /// The same time of another day.
    func later(days: Int) -> SnapshotTime { SnapshotTime(secondsSince1970: secondsSince1970 + days * 86_400) }
}
