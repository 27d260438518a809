import CommandLineTool
import Cryptography
import Files
import Fleet
import Jobs
import Monitoring
import Processes

/// Who is told about a run that nobody watches.
enum MonitoringOptions {
    static let onChange = OptionDeclaration.value(
        "hook-change", "CMD", kind: .shellCommand,
        help: "At the end, if a camera has changed, run this command; it gets a report as JSON on standard input.")
    static let onFailure = OptionDeclaration.value(
        "hook-failure", "CMD", kind: .shellCommand,
        help: "Likewise, if a camera or the run as a whole failed, or sections could not be read.")
    static let webhook = OptionDeclaration.value(
        "webhook", "URL", help: "In both cases, post the report to this http or https URL.",
        environment: "CAMKEEP_WEBHOOK")
    static let webhookKeyFile = OptionDeclaration.value(
        "webhook-key-file", "FILE", kind: .file,
        help: "Sign what is posted with the first line of this file, instead of CAMKEEP_WEBHOOK_KEY.")
    static let metrics = OptionDeclaration.value(
        "metrics", "FILE", kind: .file, help: "Write what was measured to this file, for Prometheus.")

    static let all = [onChange, onFailure, webhook, webhookKeyFile, metrics]

    static let discussion = """
        At the end of a run that nobody watches, --hook-change, --hook-failure and --webhook tell others what changed and what failed, \
        once for all cameras (docs/run-format.md). If one of them cannot be told, the exit status is 4. An interrupted run tells nobody.
        """

    /// What the options say; nothing is read yet.
    static func settings(_ values: ParsedValues, _ environment: [String: String]) -> MonitoringSettings {
        MonitoringSettings(
            onChange: values.string(onChange), onFailure: values.string(onFailure), webhook: values.string(webhook),
            webhookKeyFile: values.path(webhookKeyFile), metrics: values.path(metrics), environment: environment,
            inventory: InventoryOptions.source(values).file)
    }

    /// Whether the command line asks for any of this.
    static func areGiven(_ values: ParsedValues) -> Bool { all.contains { values.wasGiven($0) } }
}

/// Who is told about a run, as the options of a command say.
struct MonitoringSettings: Sendable {
    /// Commands for the shell.
    let onChange: String?
    let onFailure: String?
    /// A URL that may hold a token.
    let webhook: String?
    let webhookKeyFile: String?
    /// Where metrics are written; nil if they are not wanted.
    let metrics: String?
    let environment: [String: String]
    /// The file that names the variables of passwords, which hooks do not get.
    let inventory: String

    private static let keyVariable = "CAMKEEP_WEBHOOK_KEY"
    private static let shortestKey = 16

    /// - Throws: ``UsageFault``, `PasswordSourceError`, `CancellationError`
    func alerts(events: JobEvents) async throws -> Alerts {
        let environment = hookEnvironment()
        func hook(_ option: OptionDeclaration, _ command: String?) -> Hook? {
            command.map { Hook(option.spelling, $0, environment: environment) }
        }
        return Alerts(
            onChange: hook(MonitoringOptions.onChange, onChange),
            onFailure: hook(MonitoringOptions.onFailure, onFailure), webhook: try await webhook(events: events))
    }

    /// Where metrics are written; nil if they are not wanted.
    ///
    /// - Throws: ``UsageFault`` if that cannot be done, as the end of a long run is late for finding that out
    func checkedMetricsPath() throws(UsageFault) -> String? {
        guard let path = metrics else { return nil }
        do throws(FileFault) {
            try MetricsFile.check(path)
        } catch {
            throw UsageFault(
                description: "no file can be written to the folder of \(path): \(error.reason)",
                hint: "--metrics needs a folder that this user may write to")
        }
        return path
    }

    private func webhook(events: JobEvents) async throws -> Webhook? {
        guard let webhook else {
            guard webhookKeyFile == nil else {
                throw UsageFault(description: "there is no webhook to sign for", hint: "name one with --webhook")
            }
            return nil
        }
        // The URL may hold a token: it is not quoted.
        guard let address = WebhookAddress(webhook) else {
            throw UsageFault(
                description: "the webhook is not a URL",
                hint: "write it as https://HOST/PATH, without user, password, blanks and #")
        }
        return Webhook(address, key: try await key(events: events), authorities: variable("SSL_CERT_FILE"))
    }

    private func key(events: JobEvents) async throws -> SecretBytes? {
        let text: String
        if let path = webhookKeyFile {
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { events.warn(warning, nil) }
            text = found.password
        } else if let key = variable(Self.keyVariable) {
            text = key
        } else {
            return nil
        }
        guard text.utf8.count >= Self.shortestKey else {
            throw UsageFault(
                description: "the key of the webhook is shorter than \(Self.shortestKey) bytes",
                hint: "openssl rand -hex 32 makes a good one")
        }
        return SecretBytes(utf8: text)
    }

    /// What the environment holds but for the secrets that CamKeep takes from it.
    private func hookEnvironment() -> [String: String] {
        var withheld: Set = ["CAMKEEP_PASSWORD", "CAMKEEP_WEBHOOK", Self.keyVariable]
        // Of a faulty inventory, which the hook is to be told of, nothing was taken.
        let inventory = try? Inventory(path: inventory)
        for camera in inventory?.cameras ?? [] {
            if case .environment(let name)? = camera.password { withheld.insert(name) }
        }
        return environment.filter { !withheld.contains($0.key) }
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
