package import CameraClient
import Text

/// Finds the cameras that a command line names: by URL, name, `@group` or pattern.
package struct TargetResolver: Sendable {
    /// Nil if there is none.
    package let inventory: Inventory?

    private static let shownCandidates = 10

    package init(_ inventory: Inventory?) {
        self.inventory = inventory
    }

    /// The cameras of all texts, each once, in the order in which they are named.
    ///
    /// - Throws: ``TargetError`` for what is no address, ``UnknownTarget`` for what the inventory does not have.
    package func targets(_ texts: [String]) throws -> [FleetTarget] {
        var seen: Set<String> = []
        return try texts.flatMap(candidates).filter { seen.insert($0.target.hostAndPort).inserted }
    }

    /// Every camera of the inventory.
    ///
    /// - Throws: ``UnknownTarget`` if there is no inventory, or an empty one.
    package func all() throws(UnknownTarget) -> [FleetTarget] {
        guard let inventory else { throw .noInventory("--all") }
        guard !inventory.cameras.isEmpty else {
            throw UnknownTarget("\(inventory.path) has no cameras", hint: "camkeep inventory add adds one")
        }
        return inventory.cameras.map(FleetTarget.init)
    }

    /// Exactly one camera.
    ///
    /// - Throws: ``TargetError``, ``UnknownTarget``
    package func target(_ text: String) throws -> FleetTarget {
        let found = try targets([text])
        guard let only = found.first, found.count == 1 else {
            throw UnknownTarget("\(text) names \(found.count) cameras", hint: "name one of them")
        }
        return only
    }

    /// The camera at an address, with what the inventory says of it.
    package func target(at target: CameraTarget) -> FleetTarget {
        // A URL on the command line says how the camera is to be reached, http or https.
        guard let camera = inventory?.camera(at: target), camera.target == target else { return FleetTarget(target) }
        return FleetTarget(camera)
    }

    /// Whether the text is the name of a camera, a group or a pattern, and no address.
    package func isName(_ text: String) -> Bool {
        text.hasPrefix("@") || TextPattern.hasWildcard(text, .starAndQuestionMark)
            || inventory?.camera(named: text) != nil
    }

    private func candidates(_ text: String) throws -> [FleetTarget] {
        if text.contains(":"), !text.hasPrefix("@") {
            return [target(at: try CameraTarget(text))]
        }
        let isGroup = text.hasPrefix("@")
        guard let inventory else {
            if isGroup || TextPattern.hasWildcard(text, .starAndQuestionMark) { throw UnknownTarget.noInventory(text) }
            return [FleetTarget(try CameraTarget(text))]
        }
        if isGroup { return try group(String(text.dropFirst()), inventory) }
        if TextPattern.hasWildcard(text, .starAndQuestionMark) {
            let pattern = TextPattern(text, .starAndQuestionMark)
            let found = inventory.cameras.filter { pattern.matches($0.name) }
            guard !found.isEmpty else {
                throw unknown(
                    "no camera of \(inventory.path) matches \(text)", text: text, among: inventory.cameras.map(\.name))
            }
            return found.map(FleetTarget.init)
        }
        if let camera = inventory.camera(named: text) { return [FleetTarget(camera)] }
        throw unknown("\(inventory.path) has no camera \(text)", text: text, among: inventory.cameras.map(\.name))
    }

    private func group(_ name: String, _ inventory: Inventory) throws(UnknownTarget) -> [FleetTarget] {
        let members = inventory.cameras.filter { $0.groups.contains(name) }
        guard !members.isEmpty else {
            throw unknown("\(inventory.path) has no group \(name)", text: name, among: inventory.groups, prefix: "@")
        }
        return members.map(FleetTarget.init)
    }

    private func unknown(_ message: String, text: String, among known: [String], prefix: String = "") -> UnknownTarget {
        if let guess = Suggestion.closest(to: text, among: known) {
            return UnknownTarget(message, hint: "did you mean \(prefix)\(guess)?")
        }
        guard !known.isEmpty else { return UnknownTarget(message, hint: "there are none yet") }
        let rest = known.count - Self.shownCandidates
        let shown = known.prefix(Self.shownCandidates).map { prefix + $0 }.joined(separator: ", ")
        return UnknownTarget(message, hint: "known are \(shown)" + (rest > 0 ? " and \(rest) more" : ""))
    }
}

/// A name that the inventory does not have.
package struct UnknownTarget: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    package let hint: String

    package init(_ description: String, hint: String) {
        self.description = description
        self.hint = hint
    }

    static func noInventory(_ text: String) -> UnknownTarget {
        UnknownTarget(
            "\(text) needs an inventory, and there is no \(Inventory.defaultPath) here",
            hint: "name one with --inventory, or make one: camkeep inventory import FILE.csv")
    }
}
