import CommandLineTool
import Cryptography
import Files
import Fleet
import Monitoring

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

    private static let keyVariable = "CAMKEEP_WEBHOOK_KEY"
    private static let shortestKey = 16

    /// - Throws: ``UsageFault``, `PasswordSourceError`, `CancellationError`
    static func alerts(_ values: ParsedValues, _ console: Console) async throws -> Alerts {
        let environment = hookEnvironment(values, console)
        func hook(_ option: OptionDeclaration) -> Hook? {
            values.string(option).map { Hook(option.spelling, $0, environment: environment) }
        }
        return Alerts(
            onChange: hook(onChange), onFailure: hook(onFailure), webhook: try await webhook(values, console))
    }

    /// Whether the command line asks for any of this.
    static func areGiven(_ values: ParsedValues) -> Bool { all.contains { values.wasGiven($0) } }

    /// Where metrics are written; nil if they are not wanted.
    ///
    /// - Throws: ``UsageFault`` if that cannot be done, as the end of a long run is late for finding that out
    static func metricsPath(_ values: ParsedValues) throws(UsageFault) -> String? {
        guard let path = values.path(metrics) else { return nil }
        do throws(FileFault) {
            try MetricsFile.check(path)
        } catch {
            throw UsageFault(
                description: "no file can be written to the folder of \(path): \(error.reason)",
                hint: "--metrics needs a folder that this user may write to")
        }
        return path
    }

    private static func webhook(_ values: ParsedValues, _ console: Console) async throws -> Webhook? {
        guard let text = values.string(webhook) else {
            guard !values.wasGiven(webhookKeyFile) else {
                throw UsageFault(description: "there is no webhook to sign for", hint: "name one with --webhook")
            }
            return nil
        }
        // The URL may hold a token: it is not quoted.
        guard let address = WebhookAddress(text) else {
            throw UsageFault(
                description: "the URL of the webhook is none",
                hint: "write it as https://HOST/PATH, without user, password, blanks and #")
        }
        return Webhook(
            address, key: try await key(values, console), authorities: nonEmpty(console.environment["SSL_CERT_FILE"]))
    }

    private static func key(_ values: ParsedValues, _ console: Console) async throws -> SecretBytes? {
        let text: String
        if let path = values.path(webhookKeyFile) {
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { console.warn(warning) }
            text = found.password
        } else if let variable = nonEmpty(console.environment[keyVariable]) {
            text = variable
        } else {
            return nil
        }
        guard text.utf8.count >= shortestKey else {
            throw UsageFault(
                description: "the key of the webhook is shorter than \(shortestKey) bytes",
                hint: "openssl rand -hex 32 makes a good one")
        }
        return SecretBytes(utf8: text)
    }

    /// What the environment holds but for the secrets that CamKeep takes from it.
    private static func hookEnvironment(
        _ values: ParsedValues, _ console: Console
    ) -> [String: String] {
        var withheld: Set = ["CAMKEEP_PASSWORD", "CAMKEEP_WEBHOOK", keyVariable]
        // Of a faulty inventory, which the hook is to be told of, nothing was taken.
        let inventory = try? InventoryOptions.load(values)
        for camera in inventory?.cameras ?? [] {
            if case .environment(let name)? = camera.password { withheld.insert(name) }
        }
        return console.environment.filter { !withheld.contains($0.key) }
    }

    private static func nonEmpty(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
}
