import CameraSchema
import HTTPTransport

/// Puts causes into words, with the meanings of codes and statuses from the schema.
struct CameraErrorWording: Sendable {
    let camera: String
    let schema: CameraSchema

    /// - Parameter wasRepeated: whether the call had been sent once before
    func error(
        _ cause: CameraError.Cause, endpoint: String?, sent: String? = nil, wasRepeated: Bool = false
    ) -> CameraError {
        let (message, hint) = words(cause, wasRepeated ? ", twice" : "")
        return CameraError(
            camera: camera, endpoint: endpoint, cause: cause, sent: sent, message: message, hint: hint)
    }

    private func words(_ cause: CameraError.Cause, _ twice: String) -> (message: String, hint: String) {
        switch cause {
        case .transport(let error): transport(error, twice)
        case .status(let status): self.status(status)
        case .webPage:
            (
                "answered with a web page instead of data",
                "is it a camera with this API? If it is, this firmware does not have the endpoint"
            )
        case .emptyAnswer:
            (
                "answered with nothing\(twice)",
                "is it a camera with this API? If it is, this firmware does not have the endpoint"
            )
        case .malformedAnswer(let reason):
            ("the answer is not the API's JSON: \(reason)", "try again; if it persists, restart the camera")
        case .refused(let code): refused(code)
        case .passwordRefused(let refusal):
            (
                "refused the \(concernsPassword(refusal) ? "user name or password" : "login") (\(meaning(refusal)))",
                "check --user and the password; CamKeep does not try it again, because cameras lock an account "
                    + "for half an hour after a few failures"
            )
        case .tooManySessions(let refusal):
            (
                "has no free session (\(meaning(refusal)))",
                "log other clients out or wait until their sessions end; the password was not refused"
            )
        case .sessionLost:
            (
                "ended the session again right after a new login",
                "another client may log in with the same user, or the camera is restarting; try again later"
            )
        case .unknownLogin(let reason):
            ("offers no login that CamKeep supports: \(reason)", "the firmware may be too old or too new")
        case .cancelled: ("cancelled", "")
        case .knownCameras(let reason):
            (reason, "check the file, or name another with --known-cameras")
        }
    }

    private func refused(_ code: String) -> (String, String) {
        if CameraError.unsupportedCodes.contains(code) {
            return ("does not support this (code \(code))", "nothing to do: this firmware does not have it")
        }
        let next = schema.meanings(ofCode: code).last?.next ?? "look the code up in the vendor's list"
        return ("refused the request (\(meaning(code)))", next)
    }

    /// Whether it is about the user or the password for sure: by HTTP, or by the codes of either table.
    private func concernsPassword(_ refusal: CameraError.Refusal) -> Bool {
        switch refusal {
        case .code(let code): ["211", "3006", "5001", "5002"].contains(code)
        case .status: true
        }
    }

    private func meaning(_ refusal: CameraError.Refusal) -> String {
        switch refusal {
        case .code(let code): meaning(code)
        case .status(let status):
            "HTTP \(status)" + (schema.statuses.first { $0.status == status }.map { ": \($0.meaning)" } ?? "")
        }
    }

    /// "code 202: …", with every meaning that is known and its source, where there are several.
    private func meaning(_ code: String) -> String {
        let meanings = schema.meanings(ofCode: code)
        if meanings.isEmpty { return "code \(code), whose meaning is not known" }
        if meanings.count == 1 { return "code \(code): \(meanings[0].meaning)" }
        return "code \(code): " + meanings.map { "\($0.meaning) [\($0.source)]" }.joined(separator: ", or ")
    }

    private func status(_ status: Int) -> (String, String) {
        if (300..<400).contains(status) {
            return (
                "redirects to another address (HTTP \(status)); redirects are not followed",
                "name the address that the camera redirects to, for example with https:// instead of http://"
            )
        }
        guard let known = schema.statuses.first(where: { $0.status == status }) else {
            return ("answered with HTTP \(status)", "look at the camera's own web page")
        }
        return ("answered with HTTP \(status): \(known.meaning)", known.next)
    }

    private func transport(_ error: TransportError, _ twice: String) -> (String, String) {
        switch error.kind {
        case .cannotResolve: ("its name cannot be resolved", "check the name, or use the IP address")
        case .cannotConnect:
            (
                "nothing answers there (\(error.message))",
                "check address, port and cable; is it http or https? Is it restarting?"
            )
        case .connectTimedOut:
            ("no connection could be made in time", "check address, network and firewall, or raise --connect-timeout")
        case .timedOut: ("the answer did not come in time", "the camera may be busy: try again, or raise --timeout")
        case .connectionDropped:
            (
                "closed the connection without a complete answer\(twice)",
                "is it http or https? If that is right, the camera is restarting, or its firmware does not have the endpoint: try again"
            )
        case .tlsFailed: ("TLS failed (\(error.message))", "is it https? Old firmware may need http")
        case .serverKeyChanged(let found):
            (
                "presents a TLS key other than the known one\(found.map { ": \($0)" } ?? "")",
                "if the camera was replaced or reset, delete its line from the known-cameras file; "
                    + "if not, somebody may be intercepting the connection"
            )
        case .bodyTooLarge(let limit):
            ("the answer is larger than \(limit >> 20) MiB", "the camera misbehaves: restart it")
        case .headersTooLarge, .malformedResponse:
            (
                "the answer is not HTTP (\(error.message))",
                "check port and scheme; is something else listening there?"
            )
        case .unsupportedURL, .invalidHeader: (error.message, "check the address")
        case .cancelled: ("cancelled", "")
        case .shutDown, .internalFailure: (error.message, "try again")
        }
    }
}
