import Cryptography
import Foundation
import HTTPTransport
import Synchronization
import Testing

@testable import Monitoring

struct WebhookTests {
    private static let key = SecretBytes(utf8: "a key of the operator")
    private static let body = Array(#"{"a":1}"#.utf8)

    /// The digits come from: printf '%s.%s' 1732286106 '{"a":1}' | openssl dgst -sha256 -hmac 'a key of the operator'
    @Test func theSignatureIsTheOneThatOpenSSLCalculates() throws {
        let signature = try WebhookSignature.text(of: Self.body, at: 1_732_286_106, key: Self.key)
        #expect(signature == "sha256=55d3bde91b68d7c45ed94105a03ed0a6a7a4b95277e897e985313221c81cd2cf")
        #expect(try WebhookSignature.text(of: Self.body, at: 1_732_286_107, key: Self.key) != signature)
    }

    @Test(arguments: [
        ("https://hooks.example.com/services/T0/B1?x=1", "hooks.example.com"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("HTTPS://[::1]:9/x", "[::1]:9"), ("https://host?token", "host"),
    ])
    func anAddressShowsItsHostAlone(url: String, host: String) throws {
        let address = try #require(WebhookAddress(url))
        #expect("\(address)" == host)
        #expect(String(reflecting: address) == host)
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("services"))
    }

    @Test(arguments: [
        "", "hooks.example.com", "ftp://host/", "https://", "https:///path", "https://:80/",
        "https://user:secret@host/",
        "https://host/a b", "https://host/\r\nX: y", "https://host/#part", "file:///etc/passwd", "https://höst/",
        #"https://host\@other/"#,
    ])
    func whatIsNoAddressIsRefused(url: String) {
        #expect(WebhookAddress(url) == nil)
    }

    /// Answers with these statuses one after the other, and keeps what it is asked; nil is a connection that is dropped.
    private final class Receiver: Sendable {
        private let state: Mutex<(statuses: ArraySlice<Int?>, requests: [HTTPRequest])>

        init(_ statuses: [Int?]) {
            state = Mutex((statuses[...], []))
        }

        var requests: [HTTPRequest] { state.withLock { $0.requests } }

        /// What the webhook says of its failure; nil if it succeeds.
        func fault(key: SecretBytes? = nil) async throws -> String? {
            let address = try #require(WebhookAddress("https://hooks.example.com/services/T0KEN"))
            let webhook = Webhook(address, key: key, pauses: [.zero, .zero])
            let transport = HTTPTransport { [self] request in
                state.withLock { state in
                    state.requests.append(request)
                    let status = state.statuses.popFirst() ?? nil
                    return status.map { HTTPResponse(status: $0, headers: [HTTPHeader("Location", "/x")], body: []) }
                }
            }
            do {
                try await webhook.post(WebhookTests.body, over: transport)
                return nil
            } catch let error as Webhook.Fault {
                return "\(error)"
            }
        }
    }

    @Test(
        arguments: [
            ([200], nil, 1), ([204], nil, 1), ([nil, 503, 200], nil, 3), ([429, 200], nil, 2),
            ([500, 502, 504], "it answered with HTTP status 504", 3),
            ([nil, nil, nil], "the connection was closed without an answer", 3),
            ([404, 200], "it answered with HTTP status 404", 1), ([302, 200], "it answered with HTTP status 302", 1),
        ] as [([Int?], String?, Int)])
    func itIsTriedAgainWhileThatCanHelp(statuses: [Int?], fault: String?, count: Int) async throws {
        let receiver = Receiver(statuses)
        let told = try await receiver.fault()
        #expect(told == fault.map { "the webhook at hooks.example.com was not notified: \($0)" })
        #expect(receiver.requests.count == count)
        #expect(receiver.requests.allSatisfy { $0.trust == .authorities(file: nil) })
        let deliveries = Set(receiver.requests.flatMap { $0.headers.filter { $0.name == "X-CamKeep-Delivery" } })
        #expect(deliveries.count == 1)
    }

    @Test func theSignatureIsOfWhatIsSent() async throws {
        let receiver = Receiver([503, 200])
        #expect(try await receiver.fault(key: Self.key) == nil)
        for request in receiver.requests {
            func header(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
            let time = try #require(header("X-CamKeep-Timestamp").flatMap { Int($0) })
            #expect(abs(Date.now.timeIntervalSince1970 - Double(time)) < 60)
            guard case .post(let body) = request.method else {
                Issue.record("no POST")
                continue
            }
            #expect(body == Self.body)
            #expect(
                try header("X-CamKeep-Signature") == WebhookSignature.text(of: Self.body, at: time, key: Self.key))
            #expect(header("Content-Type") == "application/json")
            #expect(request.headers.allSatisfy { !$0.value.contains("operator") })
        }
    }

    @Test func withoutAKeyNothingIsSigned() async throws {
        let receiver = Receiver([200])
        #expect(try await receiver.fault() == nil)
        #expect(receiver.requests[0].headers.allSatisfy { $0.name != "X-CamKeep-Signature" })
    }
}
