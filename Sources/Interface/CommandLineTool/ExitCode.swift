/// What a command reports to its caller when it ends. docs/design.md lists the codes for scripts.
package struct ExitCode: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Done, and for comparing commands: no differences.
    package static let success = ExitCode(rawValue: 0)
    /// Differences were found (`diff`, `audit`, `plan`).
    package static let differences = ExitCode(rawValue: 1)
    /// The command line was wrong; nothing was done.
    package static let usage = ExitCode(rawValue: 2)
    /// A camera, the network or this machine failed.
    package static let failure = ExitCode(rawValue: 3)
    /// Some sections or cameras failed, and the others are done.
    package static let partial = ExitCode(rawValue: 4)
    /// What was read back differs from what was written, or a file is damaged.
    package static let verificationFailed = ExitCode(rawValue: 5)
    /// Ctrl-C or a request to terminate ended it.
    package static let interrupted = ExitCode(rawValue: 130)
}

/// One line of the EXIT STATUS section of a command's help.
package struct ExitStatus: Sendable, Hashable {
    package let code: ExitCode
    /// When the command ends with this code, as a short phrase.
    package let meaning: String

    package init(_ code: ExitCode, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
