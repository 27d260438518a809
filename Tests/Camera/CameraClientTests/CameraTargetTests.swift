import CameraClient
import Testing

struct CameraTargetTests {
    struct Good: Sendable {
        let text: String
        let scheme: CameraTarget.Scheme
        let host: String
        let port: Int
        /// What messages and snapshots call the camera.
        let address: String
        let description: String

        init(_ text: String, _ scheme: CameraTarget.Scheme, _ host: String, _ port: Int, _ address: String) {
            self.text = text
            self.scheme = scheme
            self.host = host
            self.port = port
            self.address = address
            description = "\(scheme.rawValue)://\(address)"
        }
    }

    @Test(arguments: [
        Good("http://192.168.1.10", .http, "192.168.1.10", 80, "192.168.1.10"),
        Good("http://192.168.1.10/", .http, "192.168.1.10", 80, "192.168.1.10"),
        Good("http://192.168.1.10:80", .http, "192.168.1.10", 80, "192.168.1.10"),
        Good("http://192.168.1.10:8080/", .http, "192.168.1.10", 8080, "192.168.1.10:8080"),
        Good("https://camera.example", .https, "camera.example", 443, "camera.example"),
        Good("https://camera.example:443", .https, "camera.example", 443, "camera.example"),
        Good("https://camera.example:80", .https, "camera.example", 80, "camera.example:80"),
        Good("http://camera.example:443", .http, "camera.example", 443, "camera.example:443"),
        Good("HTTP://Camera.Example", .http, "camera.example", 80, "camera.example"),
        Good("HttpS://FRONT-door_1", .https, "front-door_1", 443, "front-door_1"),
        Good("http://h:1", .http, "h", 1, "h:1"),
        Good("http://h:65535", .http, "h", 65535, "h:65535"),
        Good("http://[::1]", .http, "::1", 80, "[::1]"),
        Good("http://[FE80::A]:8080", .http, "fe80::a", 8080, "[fe80::a]:8080"),
        Good("https://[::ffff:192.0.2.1]", .https, "::ffff:192.0.2.1", 443, "[::ffff:192.0.2.1]"),
        Good("http://[FE80::1%Eth0]", .http, "fe80::1%Eth0", 80, "[fe80::1%Eth0]"),
        Good("http://[fe80::1%2]:8080", .http, "fe80::1%2", 8080, "[fe80::1%2]:8080"),
    ])
    func readsAddresses(good: Good) throws {
        let target = try CameraTarget(good.text)
        #expect(target.scheme == good.scheme)
        #expect(target.host == good.host)
        #expect(target.port == good.port)
        #expect(target.address == good.address)
        #expect(target.description == good.description)
        #expect(target.hostAndPort.hasSuffix(":\(good.port)"))
        #expect(try CameraTarget(target.description) == target)
    }

    @Test(arguments: [
        ("", "must begin with http"),
        ("192.168.1.10", "must begin with http"),
        ("camera.example:80", "must begin with http"),
        ("ftp://camera", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        (" http://camera", "must begin with http"),
        ("http:/camera", "must begin with http"),
        ("httpx://camera", "must begin with http"),
        ("http://", "host is missing"),
        ("http:///", "host is missing"),
        ("http://:80", "host is missing"),
        ("http://camera/path", "only a host and a port"),
        ("http://camera//", "only a host and a port"),
        ("http://camera?x=1", "only a host and a port"),
        ("http://camera#top", "only a host and a port"),
        ("http://camera ", "only a host and a port"),
        ("http://camera\r\nX: y", "only a host and a port"),
        ("http://caméra", "only a host and a port"),
        ("http://摄像机", "only a host and a port"),
        ("http://camera:８０", "only a host and a port"),
        ("http://cam\u{0}era", "only a host and a port"),
        ("http://camera:", "port must be a number"),
        ("http://camera:0", "port must be a number"),
        ("http://camera:-1", "port must be a number"),
        ("http://camera:65536", "port must be a number"),
        ("http://camera:99999999999999999999", "port must be a number"),
        ("http://camera:8080:1", "port must be a number"),
        ("http://camera:http", "port must be a number"),
        ("http://fe80::1", "IPv6 address must be in brackets"),
        ("http://[fe80::1", "bracket is not closed"),
        ("http://[fe80::1]x", "follow the bracket"),
        ("http://[]", "host is missing"),
        ("http://[camera]", "only an IPv6 address"),
        ("http://[192.168.1.10]", "only an IPv6 address"),
        ("http://[fe80::1%]", "only an IPv6 address"),
        ("http://[fe80::1%a%b]", "only an IPv6 address"),
        ("http://[fe80::1]:", "port must be a number"),
        ("http://cam[era", "not a host name"),
        ("http://camera]", "not a host name"),
        ("http://%63amera", "not a host name"),
        ("http://" + String(repeating: "a", count: 254), "not a host name"),
    ])
    func refusesOtherTexts(text: String, reason: String) {
        let error = #expect(throws: TargetError.self) { try CameraTarget(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        "http://admin:hunter2@camera", "http://admin:hun/ter2@camera", "https://admin:hunter2@x@camera:80",
        "hunter2@camera",
    ])
    func aPasswordInTheAddressIsRefusedAndNotRepeated(text: String) {
        let error = #expect(throws: TargetError.self) { try CameraTarget(text) }
        #expect(error?.description.contains("--user") == true)
        for shown in [error?.description, error?.text, error.map { String(reflecting: $0) }] {
            #expect(shown?.contains("hun") == false)
        }
    }
}
