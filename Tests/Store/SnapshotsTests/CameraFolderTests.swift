import TestSupport
import Testing

@testable import Snapshots

struct CameraFolderTests {
    @Test(arguments: [
        ("192.168.1.10", "192.168.1.10"), ("http://192.168.1.10", "192.168.1.10"),
        ("http://192.168.1.10/", "192.168.1.10"), ("https://192.168.1.10:443/x?y#z", "192.168.1.10"),
        ("192.168.1.10:80", "192.168.1.10"), ("192.168.1.10:8080", "192.168.1.10_8080"),
        ("https://192.168.1.10:80", "192.168.1.10_80"), ("http://Front-Door.Example:8080", "front-door.example_8080"),
        ("[fe80::1]", "[fe80::1]"), ("[FE80::1]:8080", "[fe80::1]_8080"), ("fe80::1", "[fe80::1]"),
        ("http://[fe80::1%eth0]:80/", "[fe80::1%eth0]"),
    ])
    func hostAndPortAreShown(address: String, name: String) {
        #expect(CameraFolder.name(for: address) == name)
    }

    @Test(arguments: [
        "", " ", ".", "..", "...", "../x", "/etc/passwd", ".lock", ".tmp-1", "-rf", "~", "a/../b", "http://",
        "http:///x",
        "host:0", "host:99999", "host:08", "host:", "host:x", "host:80:", "a@b", "cam_1", "camera one", "a\nb", "a\0b",
        "\u{1B}[31m", "[", "[]", "[a", "a]", "[../..]", "[fe80::1]x", "Küche", "摄像机", "a\\b", "con:", "x.",
        String(repeating: "a", count: 101), String(repeating: "/", count: 5_000), String(repeating: "é", count: 90),
        "a*?", "$(reboot)", "`id`", "a;b", "\u{202E}gnp",
    ])
    func everyTextGivesASafeName(address: String) {
        let name = CameraFolder.name(for: address)
        #expect(name.utf8.count <= 100)
        #expect(!name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-") && !name.hasPrefix("~"))
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_~[]:%".utf8)
        #expect(name.utf8.allSatisfy { allowed.contains($0) })
        #expect(name == CameraFolder.name(for: address))
        #expect(name.hasSuffix("]") || name.utf8.contains(UInt8(ascii: "~")))
    }

    @Test func differentTextsGetDifferentNames() {
        let texts = [
            "a:1", "a_1", "a/1", "a\\1", "a 1", "a:1 ", "a:01", "[a]:1", "[a:1]", "[a]_1", "a~1", "", " ", ".", "..",
            "camera",
        ]
        #expect(Set(texts.map(CameraFolder.name(for:))).count == texts.count)
    }

    @Test func randomTextsDoNotMeet() {
        var json = RandomJSON(seed: 5)
        var texts: [String: String] = [:]
        for _ in 0..<2_000 {
            let text = json.text()
            let name = CameraFolder.name(for: text)
            if let other = texts[name] { #expect(other.lowercased() == text.lowercased()) }
            texts[name] = text
        }
    }
}
