/// The options of a command as help and manual pages list them.
struct CommandOptions: Sendable {
    /// Declared by the command itself.
    let own: [OptionDeclaration]
    /// Declared by the commands above it, the nearest first.
    let inherited: [OptionDeclaration]

    /// - Parameter path: from the root command to the one described.
    init(path: [Command], hasVersion: Bool = true) {
        let closing: [OptionDeclaration] = hasVersion && path.count == 1 ? [.help, .version] : [.help]
        let isRoot = path.count == 1
        own = ((path.last?.options ?? []) + (isRoot ? closing : [])).filter { !$0.isHidden }
        inherited = (path.dropLast().reversed().flatMap(\.options) + (isRoot ? [] : closing)).filter { !$0.isHidden }
    }
}

extension OptionDeclaration {
    /// What is to be said of it beside its help.
    var notes: [String] {
        let defaults = (environment.map { ["$\($0)"] } ?? []) + (defaultValue.map { [$0] } ?? [])
        return (isRepeatable ? ["May be repeated."] : [])
            + (defaults.isEmpty ? [] : ["[default: \(defaults.joined(separator: ", else "))]"])
    }
}
