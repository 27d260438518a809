/// What is wrong with a command line, and what to do about it.
package struct UsageError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        case unknownOption
        case misplacedOption
        case missingValue
        case unexpectedValue
        case invalidValue
        case conflictingOptions
        case unknownCommand
        case missingCommand
        case missingArgument
        case unexpectedArgument
    }

    package let code: Code
    /// One line without control characters. It never has the value of an unknown option, which may be a password.
    package let message: String
    package let hint: String
    /// The names of the command that was called, the program's first.
    package let commandPath: [String]
}
