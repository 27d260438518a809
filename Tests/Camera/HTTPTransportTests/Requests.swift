import HTTPTransport

extension HTTPLimits {
    /// Wide enough that only a hanging test meets them.
    static let test = HTTPLimits(
        connectTimeout: .seconds(30), totalTimeout: .seconds(60), maximumBodyBytes: 1 << 20,
        maximumHeaderBytes: 1 << 16)

    /// The same with another body limit.
    static func test(maximumBodyBytes: Int) -> HTTPLimits {
        var limits = HTTPLimits.test
        limits.maximumBodyBytes = maximumBodyBytes
        return limits
    }
}

extension HTTPTransport {
    /// A GET with the test's limits.
    func get(
        _ url: String, limits: HTTPLimits = .test, trust: ServerTrust = .anyKey, freshConnection: Bool = false
    ) async throws(TransportError) -> HTTPResponse {
        try await send(HTTPRequest(.get, url: url, limits: limits, trust: trust, freshConnection: freshConnection))
    }

    /// A POST with the test's limits.
    func post(_ body: String, to url: String) async throws(TransportError) -> HTTPResponse {
        try await send(HTTPRequest(.post(body: Array(body.utf8)), url: url, limits: .test, trust: .anyKey))
    }

    /// The error that a request ends with; nil when it succeeds.
    func failure(of request: HTTPRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
