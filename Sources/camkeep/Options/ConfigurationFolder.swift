/// Where CamKeep keeps what belongs to the user and not to a store: `$XDG_CONFIG_HOME/camkeep`, usually `~/.config/camkeep`.
enum ConfigurationFolder {
    /// Nil if the environment names neither a configuration folder nor a home.
    static func path(_ file: String, _ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/camkeep/\(file)" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.config/camkeep/\(file)" }
        return nil
    }
}
