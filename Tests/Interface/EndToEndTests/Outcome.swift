import JSONTree
import TestSupport
import Testing

/// What a run of the program left on its streams, and its exit status.
struct Outcome {
    /// Nil if a signal ended it.
    let status: Int32?
    let output: String
    let errors: String
    let outputBytes: [UInt8]

    init(_ result: ChildProcess.Result) {
        status = if case .exited(let status) = result.end { status } else { nil }
        output = String(decoding: result.output, as: UTF8.self)
        errors = String(decoding: result.errors, as: UTF8.self)
        outputBytes = result.output
    }

    /// Everything that a terminal would act on: C0 without the line feed, DEL, C1, and what turns text around.
    var controls: [Unicode.Scalar] {
        (output + errors).unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
    }

    /// The lines on standard error without the progress.
    var messages: [String] {
        errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("[") }
    }

    /// One JSON value of each line of the output.
    var jsonLines: [JSONValue] {
        get throws { try output.split(separator: "\n").map { try Self.json(Array($0.utf8)) } }
    }

    /// The output as one JSON value.
    var json: JSONValue {
        get throws { try Self.json(outputBytes) }
    }

    static func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONReader.readStrictly(bytes, limits: JSONReader.Limits(bytes: 64 << 20, depth: 80))
    }
}

extension Fixture {
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
        _ store: String = "snapshots", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let leftovers = try files(store).filter { $0.contains(".tmp-") }
        #expect(leftovers == [], sourceLocation: sourceLocation)
        guard try !snapshots(store).isEmpty else { return }
        let outcome = try await run("verify", "--store", store, sourceLocation: sourceLocation)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    }
}
