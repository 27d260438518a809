import Foundation
import HTTPTransport
import Testing

struct ProxyTests {
    // A camera network is local; a proxy meant for the web must not see camera passwords. The environment belongs to
    // the whole process, so this runs in one of its own.
    @Test func proxiesOfTheEnvironmentAreIgnored() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:1", 1)
            }
            try await LoopbackServer.with(answer: { $1.respond(body: "direct") }) { server in
                let response = try await HTTPTransport().get(server.url())
                #expect(response.text == "direct")
            }
        }
    }
}
