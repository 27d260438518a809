package import Fleet

/// The cameras that somebody names, or all of the inventory.
package struct TargetSelection: Sendable {
    /// URLs, names, `@groups` and patterns.
    package let names: [String]
    package let isAll: Bool

    package init(names: [String], isAll: Bool) {
        self.names = names
        self.isAll = isAll
    }

    /// The cameras, each once.
    ///
    /// - Throws: ``RequestFault`` if both or neither are said; ``TargetError``, ``UnknownTarget``
    package func targets(with resolver: TargetResolver) throws -> [FleetTarget] {
        if isAll {
            guard names.isEmpty else {
                throw RequestFault(
                    description: "--all means every camera already", hint: "leave out --all or the TARGET")
            }
            return try resolver.all()
        }
        guard !names.isEmpty else {
            throw RequestFault(
                description: "TARGET is missing", hint: "name a camera, a @group or a pattern, or give --all")
        }
        return try resolver.targets(names)
    }
}
