import CameraSchema
import Configuration
import ConfigurationTestSupport
import JSONTree
import Testing

/// The places that a section's roles name, for the document's own examples.
@Suite struct RoleTests {
    private func roles(_ endpoint: Endpoint?) throws -> [Role: [String]] {
        let endpoint = try #require(endpoint)
        let example = try #require(endpoint.examples.first { $0.action == .get })
        let section = Normalizer.normalize(example.data, of: endpoint) { $0 }
        return section.roles.mapValues { $0.sorted().map(\.description) }
    }

    private func roles(_ name: String) throws -> [Role: [String]] {
        try roles(Coverage.schema.get().endpoints[name])
    }

    @Test func addressesAreIdentity() throws {
        #expect(
            try roles("network/interfaces") == [
                .identity: ["/ip", "/ipv6"], .readOnly: ["/mac"], .volatile: ["/ipAddrStatus"],
            ])
    }

    @Test func theClockIsVolatile() throws {
        let roles = try roles("system/system-time")
        #expect(roles[.volatile] == ["/day", "/hour", "/minute", "/month", "/second", "/year"])
        #expect(roles[.identity] == nil)
    }

    @Test func theKeyOfAListIsNotedOfEachItem() throws {
        #expect(
            try roles("network/port")[.key] == [
                "/1/type", "/2/type", "/8/type", "/16/type", "/32/type", "/64/type", "/72/type",
            ])
    }

    @Test func boundsAreConstraints() throws {
        let roles = try roles("image/ptz-config")
        let constraints = try #require(roles[.constraint])
        #expect(Set(constraints).isSuperset(of: ["/serial/addrMax", "/serial/addrMin", "/serial/baudrateList"]))
        #expect(roles[.setting] == nil)
    }

    @Test func secretsAreNoted() throws {
        #expect(try roles("network/ddns")[.secret] == ["/username"])
    }

    @Test func whatIsOfOneRoleIsNamedOnce() throws {
        #expect(try roles("video/video-encode-scope") == [.constraint: [""]])
    }

    @Test func undocumentedMembersHaveTheRoleOfTheirContainer() throws {
        let fields = """
            "state": {"title": "State", "type": "object", "role": "volatile", "fields": {
              "level": {"title": "Level", "type": "integer"}}},
            "count": {"title": "Count", "type": "integer"}
            """
        let endpoint = try #require(try TypeCatalog.endpoint(fields: fields))
        let section = Normalizer.normalize(["state": ["level": 1, "new": 2], "count": 1, "other": 3], of: endpoint)
        #expect(section.roles == [.volatile: [JSONPointer(["state"]), JSONPointer(["state", "new"])]])
        #expect(section.undocumented.count == 2)
    }
}
