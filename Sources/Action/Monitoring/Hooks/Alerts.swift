import HTTPTransport

/// Who is told at the end of a run, if something changed or failed.
package struct Alerts: Sendable {
    package var onChange: Hook?
    package var onFailure: Hook?
    package var webhook: Webhook?

    package init(onChange: Hook? = nil, onFailure: Hook? = nil, webhook: Webhook? = nil) {
        self.onChange = onChange
        self.onFailure = onFailure
        self.webhook = webhook
    }

    package var isEmpty: Bool { onChange == nil && onFailure == nil && webhook == nil }

    /// Tells all whom it concerns, one after the other; each is told though another could not be.
    ///
    /// - Parameter relay: gets each line that a hook writes, harmless to print, and the name of the hook
    /// - Returns: why some could not be told; each is one sentence
    /// - Throws: `CancellationError`
    package func report(
        _ report: RunReport, relay: (_ line: String, _ source: String) -> Void
    ) async throws -> [String] {
        guard report.hasChanges || report.hasFailures else { return [] }
        let text = report.text
        var faults: [String] = []
        func attempt(_ work: () async throws -> Void) async throws {
            do {
                try await work()
            } catch {
                try Task.checkCancellation()
                faults.append("\(error)")
            }
        }
        if let webhook {
            try await attempt {
                try await webhook.post(Array(text.utf8), over: HTTPTransport(maximumIdleConnections: 1))
            }
        }
        if let onFailure, report.hasFailures { try await attempt { try await onFailure.run(text, relay: relay) } }
        if let onChange, report.hasChanges { try await attempt { try await onChange.run(text, relay: relay) } }
        return faults
    }
}
