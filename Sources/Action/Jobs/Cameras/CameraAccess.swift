package import CameraClient
package import Fleet
package import Sealing
package import Vault

/// How cameras are reached, and who logs in to them.
package struct CameraAccess: Sendable {
    package var user: Preference<String>
    /// How long connecting may take.
    package var connectTimeout: Preference<Duration>
    /// How long one answer may take.
    package var timeout: Preference<Duration>
    package var trust: TrustPolicy
    /// Where the key lies that makes secrets comparable.
    package var fingerprintKey: FingerprintKeyFile
    package var passwords: PasswordAccess
    /// What snapshots and journals say of the program that wrote them: `camkeep 0.1.0`.
    package var tool: String

    package init(
        user: Preference<String> = Preference(usual: "admin"),
        connectTimeout: Preference<Duration> = Preference(usual: .seconds(5)),
        timeout: Preference<Duration> = Preference(usual: .seconds(30)),
        trust: TrustPolicy, fingerprintKey: FingerprintKeyFile, passwords: PasswordAccess, tool: String
    ) {
        self.user = user
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.trust = trust
        self.fingerprintKey = fingerprintKey
        self.passwords = passwords
        self.tool = tool
    }

    func clientOptions(for camera: InventoryCamera?) -> ClientOptions {
        var options = ClientOptions()
        options.connectTimeout = connectTimeout.value(ofCamera: camera?.connectTimeout.map { .seconds($0) })
        options.timeout = timeout.value(ofCamera: camera?.timeout.map { .seconds($0) })
        return options
    }
}

/// A value that the caller may insist on, that the inventory may have for a camera, and that is usual otherwise.
package struct Preference<Value: Sendable>: Sendable {
    /// Comes before what the inventory says of a camera.
    package var given: Value?
    /// Taken where the inventory says nothing.
    package var usual: Value

    package init(given: Value? = nil, usual: Value) {
        self.given = given
        self.usual = usual
    }

    func value(ofCamera own: Value?) -> Value { given ?? own ?? usual }
}

/// Where passwords come from.
package struct PasswordAccess: Sendable {
    /// Comes before what the inventory says of a camera, and is for all of them.
    package var given: PasswordSource?
    /// For cameras of which the inventory does not say where their password comes from; nil to ask for it.
    package var usual: String?
    /// Asks for the password of cameras that have no other, once for all of them.
    package var ask: @Sendable (_ user: String) async throws -> String
    /// Where passwords of the inventory come from that are kept in variables.
    package var environment: [String: String]
    /// Where passwords of the inventory come from that are kept in a vault.
    package var vault: Vault
    /// Gets what opens sealed passwords. It is called only if there are any.
    package var identities: @Sendable () async throws -> [Identity]

    package init(
        given: PasswordSource? = nil, usual: String? = nil, environment: [String: String] = [:], vault: Vault,
        ask: @escaping @Sendable (_ user: String) async throws -> String,
        identities: @escaping @Sendable () async throws -> [Identity]
    ) {
        self.given = given
        self.usual = usual
        self.ask = ask
        self.environment = environment
        self.vault = vault
        self.identities = identities
    }
}
