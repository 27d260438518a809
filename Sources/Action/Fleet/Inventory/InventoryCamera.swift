package import CameraClient
package import Cryptography
package import JSONTree

/// A camera as the inventory describes it, with the defaults filled in. What is nil is up to the command line.
package struct InventoryCamera: Sendable, Equatable {
    /// What the store and all messages call it.
    package let name: String
    package let target: CameraTarget
    package var groups: [String] = []
    /// For people; CamKeep takes the model from the camera itself.
    package var model: String?
    package var user: String?
    package var password: PasswordSource?
    /// How long one answer may take, in seconds.
    package var timeout: Int?
    /// How long connecting may take, in seconds.
    package var connectTimeout: Int?
    /// The only TLS key that is accepted.
    package var knownKey: PublicKeyPin?
    /// Patterns of sections that are never read.
    package var except: [String] = []
    /// Values that this unit alone has, by path: `network/interfaces.ip`.
    package var identity = JSONObject()

    package init(name: String, target: CameraTarget) {
        self.name = name
        self.target = target
    }
}

/// Where the password of a camera comes from. The inventory never holds one itself.
package enum PasswordSource: Sendable, Hashable {
    /// The variable of this name.
    case environment(String)
    /// The first line of this file.
    case file(String)
    /// The first line that this command prints.
    case command(String)
    /// The first line of what is sealed in this age file, for an identity of this machine.
    case sealed(String)
    /// What the store's vault has for the camera, or for one of its groups, or for every camera.
    case vault(camera: String, groups: [String])

    package static let kinds = ["environment", "file", "command", "sealed", "vault"]

    package var kind: String {
        switch self {
        case .environment: "environment"
        case .file: "file"
        case .command: "command"
        case .sealed: "sealed"
        case .vault: "vault"
        }
    }
}
