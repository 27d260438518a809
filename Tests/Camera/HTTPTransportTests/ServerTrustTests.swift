import Cryptography
import Foundation
import HTTPTransport
import Testing

@Suite(.enabled(if: OpenSSLServer.isAvailable, "the openssl command is not installed"))
struct ServerTrustTests {
    private let otherPin = PublicKeyPin(subjectPublicKeyInfo: [1, 2, 3])

    @Test func theFirstContactReportsTheServersKey() async throws {
        let server = try await OpenSSLServer(.answering)
        let response = try await HTTPTransport().get(server.url, trust: .recordKey)
        #expect(response.status == 200)
        #expect(response.serverKey == server.pin)
    }

    @Test func thePinnedServerIsBelieved() async throws {
        let server = try await OpenSSLServer(.answering)
        let response = try await HTTPTransport().get(server.url, trust: .pinned(server.pin))
        #expect(response.status == 200)
        #expect(response.serverKey == server.pin)
    }

    @Test func withoutAPinAnyServerIsBelieved() async throws {
        let server = try await OpenSSLServer(.answering)
        let response = try await HTTPTransport().get(server.url, trust: .anyKey)
        #expect(response.status == 200)
        #expect(response.serverKey == nil)
    }

    @Test func anotherKeyThanThePinnedOneIsToldWithTheKeyFound() async throws {
        let server = try await OpenSSLServer(.answering)
        let request = HTTPRequest(.get, url: server.url, limits: .test, trust: .pinned(otherPin))
        let error = try await HTTPTransport().failure(of: request)
        #expect(error?.kind == .serverKeyChanged(found: server.pin))
        #expect(error?.requestMayHaveArrived == false)
    }

    // A login must not reach a stranger that took the camera's address.
    @Test func anotherKeyThanThePinnedOneGetsNothingOfTheRequest() async throws {
        let server = try await OpenSSLServer(.recording)
        let request = HTTPRequest(.get, url: server.url, limits: .test, trust: .pinned(otherPin))
        _ = try await HTTPTransport().failure(of: request)
        let recording = try await server.recorded()
        #expect(!recording.contains("secret-path"))
    }

    // The counterpart of the test above: the recording does show what arrives.
    @Test func thePinnedServerGetsTheRequest() async throws {
        let server = try await OpenSSLServer(.recording)
        var limits = HTTPLimits.test
        limits.totalTimeout = .seconds(1)
        let request = HTTPRequest(.get, url: server.url, limits: limits, trust: .pinned(server.pin))
        let error = try await HTTPTransport().failure(of: request)
        #expect(error?.kind == .timedOut)
        let recording = try await server.recorded()
        #expect(recording.contains("secret-path"))
    }

    @Test func aServerThatAnAuthorityVouchesForIsBelieved() async throws {
        let server = try await OpenSSLServer(.answering)
        let response = try await HTTPTransport().get(server.url, trust: .authorities(file: server.authority))
        #expect(response.status == 200)
        #expect(response.serverKey == nil)
    }

    // Neither without the authority, nor under another name than the certificate's, nor over a connection that another trust made.
    @Test func anotherServerGetsNothing() async throws {
        let server = try await OpenSSLServer(.answering)
        let transport = try HTTPTransport()
        #expect(try await transport.get(server.url, trust: .anyKey).status == 200)
        let otherName = server.url.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        for (url, file) in [(server.url, nil), (otherName, server.authority)] {
            let request = HTTPRequest(.get, url: url, limits: .test, trust: .authorities(file: file))
            let error = await transport.failure(of: request)
            #expect(error?.kind == .tlsFailed)
            #expect(error?.requestMayHaveArrived == false)
        }
    }

    @Test func aTLSServerAskedInPlainTextIsAnError() async throws {
        let server = try await OpenSSLServer(.answering)
        let request = HTTPRequest(
            .get, url: "http://127.0.0.1:\(server.port)/", limits: .test, trust: .anyKey)
        let error = try await HTTPTransport().failure(of: request)
        #expect(error?.requestMayHaveArrived == true)
    }
}
