package import Cryptography
import Glibc
package import HTTPTransport

/// A server that is told about runs.
package struct Webhook: Sendable {
    /// It could not be told.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// Why, with the host.
        package let description: String
    }

    package let address: WebhookAddress
    private let key: SecretBytes?
    private let trust: ServerTrust
    /// Before each further try.
    private let pauses: [Duration]

    private static let limits = HTTPLimits(
        connectTimeout: .seconds(5), totalTimeout: .seconds(10), maximumBodyBytes: 1 << 20,
        maximumHeaderBytes: 64 << 10)
    /// Too many requests, and what a server answers that is busy or restarting.
    private static let passing: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    /// - Parameters:
    ///   - key: signs what is sent; nothing is signed without
    ///   - authorities: a file of certificates in PEM, instead of the system's
    package init(
        _ address: WebhookAddress, key: SecretBytes?, authorities: String? = nil,
        pauses: [Duration] = [.seconds(1), .seconds(2), .seconds(4)]
    ) {
        self.address = address
        self.key = key
        trust = .authorities(file: authorities)
        self.pauses = pauses
    }

    /// Posts the body, and again after a pause if the server does not answer or is busy. What it answers is not looked at, but for its
    /// status. Redirects are not followed.
    ///
    /// - Throws: ``Fault``, ``CryptographyError``, `CancellationError`
    package func post(_ body: [UInt8], over transport: HTTPTransport) async throws {
        // The same for every try, so that a receiver can tell that it had it already.
        let delivery = HexEncoding.encode(try SecureRandom.bytes(count: 16))
        var pauses = pauses[...]
        while true {
            let problem = await Self.problem(of: try request(body, delivery: delivery), over: transport)
            guard let problem else { return }
            try Task.checkCancellation()
            guard problem.mayPassSoon, let pause = pauses.popFirst() else {
                throw Fault(description: "the webhook at \(address) was not notified: \(problem.reason)")
            }
            try await Task.sleep(for: pause)
        }
    }

    /// Nil if the server took it.
    private static func problem(
        of request: HTTPRequest, over transport: HTTPTransport
    ) async -> (reason: String, mayPassSoon: Bool)? {
        do throws(TransportError) {
            let status = try await transport.send(request).status
            guard !(200...299).contains(status) else { return nil }
            return ("it answered with HTTP status \(status)", passing.contains(status))
        } catch {
            return (error.message, error.mayPassSoon)
        }
    }

    private func request(_ body: [UInt8], delivery: String) throws(CryptographyError) -> HTTPRequest {
        var headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("User-Agent", "camkeep"),
            HTTPHeader("X-CamKeep-Delivery", delivery),
        ]
        if let key {
            let now = time(nil)
            headers += [
                HTTPHeader(WebhookSignature.timeHeader, String(now)),
                HTTPHeader(WebhookSignature.header, try WebhookSignature.text(of: body, at: now, key: key)),
            ]
        }
        return HTTPRequest(.post(body: body), url: address.url, headers: headers, limits: Self.limits, trust: trust)
    }
}

extension TransportError {
    /// Whether the server or the network may be there a moment later.
    fileprivate var mayPassSoon: Bool {
        switch kind {
        case .cannotResolve, .cannotConnect, .connectTimedOut, .timedOut, .connectionDropped: true
        default: false
        }
    }
}

/// Proves to a receiver that a body comes from who holds the key, and when it was sent.
enum WebhookSignature {
    static let timeHeader = "X-CamKeep-Timestamp"
    static let header = "X-CamKeep-Signature"

    /// `sha256=` and the HMAC-SHA-256, in hexadecimal digits, of the time, a point and the body: so that an old message cannot be
    /// sent again under a new time.
    ///
    /// - Parameter time: in seconds since 1970
    /// - Throws: ``CryptographyError``
    static func text(of body: [UInt8], at time: Int, key: SecretBytes) throws(CryptographyError) -> String {
        "sha256=" + HexEncoding.encode(try HMACSHA256.code(of: Array("\(time).".utf8) + body, key: key))
    }
}

/// The URL of a webhook. It may hold a token, so nothing but its host is ever shown.
package struct WebhookAddress: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let url: String
    /// `hooks.example.com:8443`
    package let host: String

    /// Nil for a text that is no http or https URL with a host, or that holds a user name or a password.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), text.utf8.count <= 4096,
            !text.contains(where: { "#\\".contains($0) }),
            let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) })
        else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { !"/?".contains($0) }
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@") else { return nil }
        url = text
        host = String(authority)
    }

    /// The host alone.
    package var description: String { host }
    /// The host alone.
    package var debugDescription: String { host }
    /// The host alone.
    package var customMirror: Mirror { Mirror(self, children: ["host": host]) }
}
