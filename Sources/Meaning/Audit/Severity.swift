package import CameraSchema

/// How much a finding matters. Errors and warnings make an audit fail; notes do not.
package enum Severity: String, Sendable, Hashable, CaseIterable {
    case error
    case warning
    case note

    /// Of a setting that is not as it should be: what touches security is an error, everything else a warning.
    package init(_ impact: Impact) {
        self = impact == .security ? .error : .warning
    }
}
