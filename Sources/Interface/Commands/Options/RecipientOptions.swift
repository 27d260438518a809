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

    /// What the options say; nothing is read yet.
    static func sources(_ values: ParsedValues, _ environment: [String: String]) -> RecipientSources {
        RecipientSources(
            given: values.wasGiven(recipient) || values.wasGiven(recipientsFile)
                ? (keys: values.strings(recipient), files: values.strings(recipientsFile)) : nil,
            variable: environment[variable], usual: ConfigurationFolder.path(fileName, environment))
    }
}

/// Where a command finds the recipients that it seals for, as its options say.
struct RecipientSources: Sendable {
    /// Public keys and files of them; they come before all others.
    let given: (keys: [String], files: [String])?
    /// The value of the variable that holds keys or names a file.
    let variable: String?
    /// The file of the configuration folder, if there is such a folder.
    let usual: String?

    /// A recipient, and what names it.
    struct Found {
        let recipient: Recipient
        /// An option, a variable or a file.
        let source: String
    }

    /// The recipients, each once; none if nothing names any.
    ///
    /// - Throws: ``SealingError`` that says where the fault is.
    func recipients() throws(SealingError) -> [Recipient] {
        try found().map(\.recipient)
    }

    /// The recipients of a command that cannot do without.
    ///
    /// - Throws: ``SealingError``, ``UsageFault`` if nothing names any
    func required() throws -> [Recipient] {
        let recipients = try recipients()
        guard !recipients.isEmpty else {
            throw UsageFault(
                description: "there is no recipient to seal for",
                hint: "name one with --recipient, or make a key with 'camkeep keys generate'")
        }
        return recipients
    }

    /// The recipients with where they come from, each once, in the order in which they were given.
    func found() throws(SealingError) -> [Found] {
        var all: [Found] = []
        var candidates = try givenOnes()
        if candidates == nil { candidates = try inEnvironment() }
        if candidates == nil { candidates = try inUsualFile() }
        for found in candidates ?? []
        where !all.contains(where: { $0.recipient == found.recipient }) {
            all.append(found)
        }
        return all
    }

    private func givenOnes() throws(SealingError) -> [Found]? {
        guard let given else { return nil }
        var all = try Self.keys(given.keys, source: RecipientOptions.recipient.spelling)
        for path in given.files { all += try Self.file(path) }
        return all
    }

    private func inEnvironment() throws(SealingError) -> [Found]? {
        guard let text = variable, !text.isEmpty else { return nil }
        let words = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        guard let first = words.first else { return nil }
        // A path begins with neither of these; a secret key by mistake is refused as a key and not looked up as a file.
        let isList = ["age1", "ssh-", "AGE-"].contains { first.hasPrefix($0) }
        return try isList ? Self.keys(words, source: RecipientOptions.variable) : Self.file(text)
    }

    private func inUsualFile() throws(SealingError) -> [Found] {
        guard let usual, ConfigurationFolder.isThere(usual) else { return [] }
        return try Self.file(usual)
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
