import CommandLineTool
import Glibc
import Sealing

/// For whom secrets are sealed.
enum RecipientOptions {
    static let recipient = OptionDeclaration.repeated(
        "recipient", "AGE1...",
        help: "Seal secrets for this public key, instead of those of CAMKEEP_RECIPIENTS or recipients.txt.")
    static let recipientsFile = OptionDeclaration.repeated(
        "recipients-file", "FILE", kind: .file, help: "Seal secrets for the public keys in this file, one a line.")

    static let all = [recipient, recipientsFile]

    /// What a help says about them.
    static let discussion = """
        Recipients are public keys. They come from --recipient and --recipients-file; without these from \
        CAMKEEP_RECIPIENTS, a list of keys or the path of a file; without that from ~/.config/camkeep/recipients.txt.
        """

    static let variable = "CAMKEEP_RECIPIENTS"
    static let fileName = "recipients.txt"

    /// A recipient, and what names it.
    struct Found {
        let recipient: Recipient
        /// An option, a variable or a file.
        let source: String
    }

    /// The recipients, each once; none if nothing names any.
    ///
    /// - Throws: ``SealingError`` that says where the fault is.
    static func recipients(_ values: ParsedValues, _ console: Console) throws(SealingError) -> [Recipient] {
        try found(values, console).map(\.recipient)
    }

    /// The recipients with where they come from, each once, in the order in which they were given.
    static func found(_ values: ParsedValues, _ console: Console) throws(SealingError) -> [Found] {
        var all: [Found] = []
        var candidates = try given(values)
        if candidates == nil { candidates = try inEnvironment(console) }
        if candidates == nil { candidates = try inDefaultFile(console) }
        for found in candidates ?? []
        where !all.contains(where: { $0.recipient == found.recipient }) {
            all.append(found)
        }
        return all
    }

    private static func given(_ values: ParsedValues) throws(SealingError) -> [Found]? {
        guard values.wasGiven(recipient) || values.wasGiven(recipientsFile) else { return nil }
        var all = try keys(values.strings(recipient), source: recipient.spelling)
        for path in values.strings(recipientsFile) { all += try file(path) }
        return all
    }

    private static func inEnvironment(_ console: Console) throws(SealingError) -> [Found]? {
        guard let text = console.environment[variable], !text.isEmpty else { return nil }
        let words = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        guard let first = words.first else { return nil }
        // A path begins with neither of these; a secret key by mistake is refused as a key and not looked up as a file.
        let isList = ["age1", "ssh-", "AGE-"].contains { first.hasPrefix($0) }
        return try isList ? keys(words, source: variable) : file(text)
    }

    private static func inDefaultFile(_ console: Console) throws(SealingError) -> [Found] {
        guard let path = ConfigurationFolder.existingPath(fileName, console.environment) else { return [] }
        return try file(path)
    }

    private static func keys(_ texts: [String], source: String) throws(SealingError) -> [Found] {
        do throws(SealingError) {
            return try texts.map { (text) throws(SealingError) in
                try Found(recipient: Recipient(text), source: source)
            }
        } catch {
            throw error.of(source)
        }
    }

    private static func file(_ path: String) throws(SealingError) -> [Found] {
        try RecipientsFile.read(path).map { Found(recipient: $0, source: path) }
    }
}
