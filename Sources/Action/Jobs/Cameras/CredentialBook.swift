import CameraClient
import Configuration
import Cryptography
import Files
import Fleet
import JSONTree
import Processes
import Sealing
import Vault

/// Who logs in to each camera. Every source of a password is asked once, however many cameras share it.
struct CredentialBook: Sendable {
    private let user: Preference<String>
    /// For cameras of which the inventory does not say where their password comes from, or for all if one was given.
    private let common: String?
    private let isGiven: Bool
    private let passwords: [PasswordSource: Result<String, any Error>]

    private static let commandsAtOnce = 8

    /// Asks for a password, if a camera needs that.
    ///
    /// - Throws: what concerns all cameras; what concerns one is thrown for that one.
    init(_ access: CameraAccess, for targets: [FleetTarget], events: JobEvents) async throws {
        user = access.user
        isGiven = access.passwords.given != nil
        let reader = PasswordReader(access.passwords, events: events)
        let first = targets.first { $0.camera?.password == nil }
        if let given = access.passwords.given {
            common = try await reader.password(given)
        } else if targets.isEmpty || first != nil {
            common =
                if let usual = access.passwords.usual {
                    usual
                } else {
                    try await access.passwords.ask(access.user.value(ofCamera: first?.camera?.user))
                }
        } else {
            common = nil
        }
        passwords = isGiven ? [:] : try await Self.read(targets.compactMap { $0.camera?.password }, with: reader)
    }

    /// - Throws: why the camera's password cannot be had.
    func credentials(for target: FleetTarget) throws -> Credentials {
        let source = isGiven ? nil : target.camera?.password
        let password = try source.flatMap { passwords[$0] }?.get() ?? common ?? ""
        return Credentials(user: user.value(ofCamera: target.camera?.user), password: password)
    }

    /// The first alone: a password manager that has to be unlocked asks for that once, and the others find it open.
    private static func read(
        _ sources: [PasswordSource], with reader: PasswordReader
    ) async throws -> [PasswordSource: Result<String, any Error>] {
        var seen: Set<PasswordSource> = []
        let distinct = sources.filter { seen.insert($0).inserted }
        guard let first = distinct.first else { return [:] }
        var reader = reader
        if distinct.contains(where: \.isSealed) { reader.identities = try await reader.access.identities() }
        var found = [first: await reader.result(first)]
        await withTaskGroup(of: (PasswordSource, Result<String, any Error>).self) { [reader] group in
            for (index, source) in distinct.dropFirst().enumerated() {
                if index >= commandsAtOnce, let (source, result) = await group.next() { found[source] = result }
                group.addTask { (source, await reader.result(source)) }
            }
            for await (source, result) in group { found[source] = result }
        }
        try Task.checkCancellation()
        return found
    }
}

/// Gets a password from where it is kept.
private struct PasswordReader: Sendable {
    let access: PasswordAccess
    /// What opens sealed passwords.
    var identities: [Identity] = []
    private let events: JobEvents

    private static let largestSealed = 64 << 10
    private static let commandTimeout: Duration = .seconds(60)

    init(_ access: PasswordAccess, events: JobEvents) {
        self.access = access
        self.events = events
    }

    func result(_ source: PasswordSource) async -> Result<String, any Error> {
        do {
            return .success(try await password(source))
        } catch {
            return .failure(error)
        }
    }

    func password(_ source: PasswordSource) async throws -> String {
        switch source {
        case .environment(let name):
            guard let password = access.environment[name], !password.isEmpty else {
                throw RequestFault(
                    description: "the variable \(name) for the password is not set",
                    hint: "set it, or change \"password\" in the inventory")
            }
            return password
        case .file(let path):
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { events.warn(warning, nil) }
            return found.password
        case .command(let command):
            return try await PasswordCommand.read(command: command, timeout: Self.commandTimeout)
        case .sealed(let path): return try sealed(path)
        case .vault(let camera, let groups): return try inVault(camera: camera, groups: groups)
        }
    }

    private func inVault(camera: String, groups: [String]) throws -> String {
        let vault = access.vault
        guard let entry = try vault.login(camera: camera, groups: groups) else {
            throw RequestFault(
                description: "the vault has no password for logging in to \(camera)",
                hint: "camkeep secrets set \(SecretName.login) --camera \(camera)")
        }
        guard !identities.isEmpty else { throw Self.noIdentity("\(vault.path): \(entry.wording)") }
        return try vault.open(entry, with: identities).reveal().stringValue ?? ""
    }

    private func sealed(_ path: String) throws -> String {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: Self.largestSealed)
        } catch {
            throw SealingError(.fileAccess, "cannot be read: \(error.reason)").of(path)
        }
        guard !identities.isEmpty else { throw Self.noIdentity(path) }
        do throws(SealingError) {
            let clear = try AgeFile.open(bytes, with: identities, limit: Self.largestSealed)
            let line = clear.withUnsafeBytes { Array($0.prefix { $0 != 0x0A && $0 != 0x0D }) }
            guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
                throw SealingError(.fileAccess, "what is sealed in it is not a password")
            }
            return text
        } catch {
            throw error.of(path)
        }
    }

    private static func noIdentity(_ sealed: String) -> RequestFault {
        RequestFault(
            description: "\(sealed) is sealed, and there is no identity to open it",
            hint: "name one with CAMKEEP_IDENTITY, or put it into ~/.config/camkeep/identity.txt")
    }
}

extension PasswordSource {
    fileprivate var isSealed: Bool {
        switch self {
        case .sealed, .vault: true
        case .environment, .file, .command: false
        }
    }
}
