/// For which cameras a secret of the vault is meant. The narrowest that there is counts.
package enum VaultScope: Sendable, Hashable {
    /// The name under which the store keeps a camera.
    case camera(String)
    case group(String)
    case all

    /// Nil if the text is not what ``description`` gives.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count == 2 ? parts[1] : nil) {
        case ("default", nil): self = .all
        case ("camera", let name?) where Self.isName(name): self = .camera(name)
        case ("group", let name?) where Self.isName(name): self = .group(name)
        default: return nil
        }
    }

    /// Whether it can be the name of a camera or a group: 1 to 200 bytes without controls.
    package static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// How a person calls it: `camera front-door`, `group yard`, `every camera`.
    package var wording: String {
        switch self {
        case .camera(let name): "camera \(name)"
        case .group(let name): "group \(name)"
        case .all: "every camera"
        }
    }
}

extension VaultScope: CustomStringConvertible {
    /// `camera/front-door`, `group/yard`, `default`
    package var description: String {
        switch self {
        case .camera(let name): "camera/\(name)"
        case .group(let name): "group/\(name)"
        case .all: "default"
        }
    }
}

extension VaultScope: Comparable {
    package static func < (left: VaultScope, right: VaultScope) -> Bool {
        left.order < right.order
    }

    private var order: (Int, String) {
        switch self {
        case .all: (0, "")
        case .group(let name): (1, name)
        case .camera(let name): (2, name)
        }
    }
}
