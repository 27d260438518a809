import CameraClient
import Testing

@testable import Fleet

struct TargetResolverTests {
    private func resolver() throws -> TargetResolver {
        TargetResolver(try Inventory(Array(InventoryTests.example.utf8), path: "cameras.json"))
    }

    @Test(arguments: [
        (["gate-1"], ["gate-1"]), (["@gate", "yard"], ["gate-1", "yard"]), (["gate-*"], ["gate-1", "gate-2"]),
        (["?ard", "@all"], ["yard", "gate-2"]), (["http://10.0.0.3"], ["yard"]),
        (["http://10.0.0.1:80/", "gate-1"], ["gate-1"]), (["http://10.9.9.9:81"], ["10.9.9.9:81"]),
        // The same place by another protocol is the camera's, but not as the inventory says.
        (["https://10.0.0.2:8443"], ["gate-2"]), (["http://10.0.0.2:8443"], ["10.0.0.2:8443"]),
    ])
    func camerasAreFoundOnceInOrder(_ texts: [String], _ titles: [String]) throws {
        #expect(try resolver().targets(texts).map(\.title) == titles)
    }

    @Test(arguments: [
        ("gate-3", "gate-3", "did you mean gate-1?"), ("@gat", "no group gat", "did you mean @gate?"),
        ("zz*", "matches zz*", "known are gate-1, gate-2, yard"), ("nothing-like-it", "has no camera", "known are"),
    ])
    func unknownNamesListCandidates(_ text: String, _ message: String, _ hint: String) throws {
        let error = try #require(throws: UnknownTarget.self) { try resolver().targets([text]) }
        #expect(error.description.contains(message))
        #expect(error.hint.contains(hint), "\(error.hint)")
    }

    @Test func withoutAnInventoryAddressesAreLeft() throws {
        let resolver = TargetResolver(nil)
        #expect(try resolver.target("http://a").title == "a")
        #expect(throws: TargetError.self) { try resolver.target("gate-1") }
        #expect(throws: UnknownTarget.self) { try resolver.target("@gate") }
        #expect(throws: UnknownTarget.self) { try resolver.all() }
    }

    @Test func oneCameraIsNotTwo() throws {
        #expect(throws: UnknownTarget.self) { try resolver().target("gate-*") }
    }
}
