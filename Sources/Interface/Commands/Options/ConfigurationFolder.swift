import Glibc

/// Where CamKeep keeps what belongs to the user and not to a store: `$XDG_CONFIG_HOME/camkeep`, usually `~/.config/camkeep`.
enum ConfigurationFolder {
    /// Nil if the environment names neither a configuration folder nor a home.
    static func path(_ file: String, _ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/camkeep/\(file)" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.config/camkeep/\(file)" }
        return nil
    }

    /// The path of a file that is there, whether it can be read or not; nil if it is not there.
    static func existingPath(_ file: String, _ environment: [String: String]) -> String? {
        guard let path = path(file, environment) else { return nil }
        var status = stat()
        // A link that leads nowhere is a mistake to be told, not a missing file.
        let isMissing = lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
        return isMissing ? nil : path
    }
}
