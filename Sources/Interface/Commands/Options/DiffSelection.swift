import CameraSchema
import CommandLineTool
import FoundationEssentials
import SemanticDiff

/// The options that say what a comparison looks at.
enum DiffSelection {
    static let include = OptionDeclaration.repeated(
        "include", "KINDS",
        help: "Compare what is left out otherwise: a list of identity, volatile, read-only, constraints, actions.")
    static let only = OptionDeclaration.repeated(
        "only", "PATTERN", kind: .reference("path"),
        help: "Compare these sections and paths alone: network, event/motion.region, *.enableAlarmSmtp.")
    static let except = OptionDeclaration.repeated(
        "except", "PATTERN", kind: .reference("path"), help: "Leave these sections and paths out.")
    static let ignoreFile = OptionDeclaration.repeated(
        "ignore-file", "FILE", kind: .file,
        help: "Leave out what this file names: one pattern a line, # begins a comment.")

    static let all = [include, only, except, ignoreFile]

    private static let roles: [String: Role] = [
        "identity": .identity, "volatile": .volatile, "read-only": .readOnly, "constraints": .constraint,
        "actions": .action,
    ]
    private static let largestIgnoreFile = 1 << 20

    /// - Throws: ``UsageFault``
    static func options(_ values: ParsedValues) throws -> DiffOptions {
        var included: Set<Role> = []
        for name in values.strings(include).flatMap({ $0.split(separator: ",") }) {
            guard let role = roles[String(name)] else {
                throw UsageFault(
                    description: "--include does not know \(name)",
                    hint: "it takes \(roles.keys.sorted().joined(separator: ", ")), separated by commas")
            }
            included.insert(role)
        }
        let ignored = try values.strings(ignoreFile).flatMap(patterns)
        return DiffOptions(
            include: included,
            filter: PathFilter(only: values.strings(only), except: values.strings(except) + ignored))
    }

    private static func patterns(_ path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= largestIgnoreFile,
            let text = String(validating: data, as: UTF8.self)
        else {
            throw UsageFault(description: "\(path) cannot be read", hint: "name a text file with one pattern a line")
        }
        return PathFilter.patterns(inIgnoreFile: text)
    }
}
