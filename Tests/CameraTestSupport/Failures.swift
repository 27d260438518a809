package import CameraClient
package import Testing

/// The camera error that the body ends with; anything else is recorded as an issue.
package func failure(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> CameraError? {
    do {
        try await body()
        Issue.record("no error was thrown", sourceLocation: sourceLocation)
    } catch let error as CameraError {
        return error
    } catch {
        Issue.record("\(error) is no camera error", sourceLocation: sourceLocation)
    }
    return nil
}

extension CameraError {
    /// Every way in which the error can reach a screen or a log.
    package var allTexts: String {
        var dumped = ""
        dump(self, to: &dumped)
        return ["\(self)", message, hint, sent ?? "", String(reflecting: self), dumped].joined(separator: "\n")
    }
}
