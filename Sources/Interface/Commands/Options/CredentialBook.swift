import CameraClient
import CommandLineTool
import Configuration
import Cryptography
import Files
import Fleet
import JSONTree
import Sealing
import Vault

/// Who logs in to each camera. Every source of a password is asked once, however many cameras share it.
struct CredentialBook: Sendable {
    /// `--user`, if it was given: before what the inventory says.
    private let givenUser: String?
    private let usualUser: String
    /// For cameras of which the inventory does not say where their password comes from, or for all if an option says so.
    private let common: String?
    private let isGiven: Bool
    private let passwords: [PasswordSource: Result<String, any Error>]

    private static let commandsAtOnce = 8
    private static let largestSealed = 64 << 10

    /// Asks on the terminal, if a camera needs that.
    ///
    /// - Throws: what concerns all cameras; what concerns one is thrown for that one.
    init(_ values: ParsedValues, _ console: Console, for targets: [FleetTarget]) async throws {
        givenUser = values.wasGiven(CameraOptions.user) ? values.string(CameraOptions.user) : nil
        usualUser = values.string(CameraOptions.user) ?? "admin"
        isGiven = values.wasGiven(CameraOptions.passwordFile) || values.wasGiven(CameraOptions.passwordCommand)
        let needsCommon = isGiven || targets.isEmpty || targets.contains { $0.camera?.password == nil }
        let user = givenUser ?? targets.first { $0.camera?.password == nil }?.camera?.user ?? usualUser
        common = needsCommon ? try await CameraOptions.password(values, console, user: user) : nil
        passwords = isGiven ? [:] : try await Self.read(targets.compactMap { $0.camera?.password }, values, console)
    }

    /// - Throws: why the camera's password cannot be had.
    func credentials(for target: FleetTarget) throws -> Credentials {
        let user = givenUser ?? target.camera?.user ?? usualUser
        let source = isGiven ? nil : target.camera?.password
        let password = try source.flatMap { passwords[$0] }?.get() ?? common ?? ""
        return Credentials(user: user, password: password)
    }

    // MARK: - Sources

    /// The first alone: a password manager that has to be unlocked asks for that once, and the others find it open.
    private static func read(
        _ sources: [PasswordSource], _ values: ParsedValues, _ console: Console
    ) async throws -> [PasswordSource: Result<String, any Error>] {
        var seen: Set<PasswordSource> = []
        let distinct = sources.filter { seen.insert($0).inserted }
        let needsIdentities = distinct.contains { source in
            switch source {
            case .sealed, .vault: true
            default: false
            }
        }
        let identities = needsIdentities ? try await IdentityOptions.identities(values, console) : []
        let vault = Vault(of: StoreOptions.store(values))
        var found: [PasswordSource: Result<String, any Error>] = [:]
        guard let first = distinct.first else { return found }
        found[first] = await password(first, identities, vault, console)
        await withTaskGroup(of: (PasswordSource, Result<String, any Error>).self) { group in
            for (index, source) in distinct.dropFirst().enumerated() {
                if index >= commandsAtOnce, let (source, result) = await group.next() { found[source] = result }
                group.addTask { (source, await password(source, identities, vault, console)) }
            }
            for await (source, result) in group { found[source] = result }
        }
        try Task.checkCancellation()
        return found
    }

    private static func password(
        _ source: PasswordSource, _ identities: [Identity], _ vault: Vault, _ console: Console
    ) async -> Result<String, any Error> {
        do {
            switch source {
            case .environment(let name):
                guard let password = console.environment[name], !password.isEmpty else {
                    throw UsageFault(
                        description: "the variable \(name) for the password is not set",
                        hint: "set it, or change \"password\" in the inventory")
                }
                return .success(password)
            case .file(let path):
                let found = try await PasswordFile.read(path: path)
                if let warning = found.warning { console.warn(warning) }
                return .success(found.password)
            case .command(let command):
                return .success(try await PasswordCommand.read(command: command, timeout: .seconds(60)))
            case .sealed(let path):
                return .success(try open(path, with: identities))
            case .vault(let camera, let groups):
                return .success(try open(vault, camera, groups, with: identities))
            }
        } catch {
            return .failure(error)
        }
    }

    private static func open(
        _ vault: Vault, _ camera: String, _ groups: [String], with identities: [Identity]
    ) throws -> String {
        guard let entry = try vault.login(camera: camera, groups: groups) else {
            throw UsageFault(
                description: "the vault has no password for logging in to \(camera)",
                hint: "camkeep secrets set \(SecretName.login) --camera \(camera)")
        }
        guard !identities.isEmpty else { throw noIdentity("\(vault.path): \(entry.wording)") }
        return try vault.open(entry, with: identities).reveal().stringValue ?? ""
    }

    private static func noIdentity(_ sealed: String) -> UsageFault {
        UsageFault(
            description: "\(sealed) is sealed, and there is no identity to open it",
            hint: "name one with CAMKEEP_IDENTITY, or put it into ~/.config/camkeep/identity.txt")
    }

    private static func open(_ path: String, with identities: [Identity]) throws -> String {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: largestSealed)
        } catch {
            throw SealingError(.fileAccess, "cannot be read: \(error.reason)").of(path)
        }
        guard !identities.isEmpty else { throw noIdentity(path) }
        do throws(SealingError) {
            let clear = try AgeFile.open(bytes, with: identities, limit: largestSealed)
            let line = clear.withUnsafeBytes { Array($0.prefix { $0 != 0x0A && $0 != 0x0D }) }
            guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
                throw SealingError(.fileAccess, "what is sealed in it is no password")
            }
            return text
        } catch {
            throw error.of(path)
        }
    }
}
