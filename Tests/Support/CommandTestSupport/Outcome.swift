package import JSONTree
package import TestSupport

/// What a run of the program left on its streams, and its exit status.
package struct Outcome: Sendable {
    /// Nil if a signal ended it.
    package let status: Int32?
    package let output: String
    package let errors: String
    package let outputBytes: [UInt8]

    package init(_ result: ChildProcess.Result) {
        status = if case .exited(let status) = result.end { status } else { nil }
        output = String(decoding: result.output, as: UTF8.self)
        errors = String(decoding: result.errors, as: UTF8.self)
        outputBytes = result.output
    }

    package init(status: Int32, output: String, errors: String) {
        self.status = status
        self.output = output
        self.errors = errors
        outputBytes = Array(output.utf8)
    }

    /// Everything that a terminal would act on: C0 without the line feed, DEL, C1, and what turns text around.
    package var controls: [Unicode.Scalar] {
        (output + errors).unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
    }

    /// The lines on standard error without the progress.
    package var messages: [String] {
        errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("[") }
    }

    /// One JSON value of each line of the output.
    package var jsonLines: [JSONValue] {
        get throws { try output.split(separator: "\n").map { try Self.json(Array($0.utf8)) } }
    }

    /// The output as one JSON value.
    package var json: JSONValue {
        get throws { try Self.json(outputBytes) }
    }

    package static func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONReader.readStrictly(bytes, limits: JSONReader.Limits(bytes: 64 << 20, depth: 80))
    }
}
