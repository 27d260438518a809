package import JSONTree
package import SimulatedCamera
import Synchronization

/// The requests that a camera has received, in order.
package final class Traffic: Sendable {
    private let received = Mutex<[SimulatedRequest]>([])

    func note(_ request: SimulatedRequest) {
        received.withLock { $0.append(request) }
    }

    package var requests: [SimulatedRequest] {
        received.withLock { $0 }
    }

    /// Everything in the requests that must appear in no message: password digests and the sessions' numbers.
    package var secrets: Set<String> {
        var secrets: Set<String> = []
        for request in requests {
            if let cookie = request.header("Cookie") { secrets.insert(cookie.replacing("sessionID=", with: "")) }
            if request.path == "/api/session/login" {
                secrets.formUnion(["password", "sessionID"].compactMap { request.data[$0]?.stringValue })
            }
        }
        return secrets
    }
}

extension SimulatedRequest {
    private static let limits = JSONReader.Limits(bytes: 1 << 20, depth: 64)

    /// The `data` of the request; null if it has none.
    package var data: JSONValue {
        (try? JSONReader.readStrictly(body, limits: Self.limits))?["data"] ?? .null
    }
}
