import CameraSchema
import Configuration
import JSONTree
import Testing

/// Wi-Fi answers mix configured networks with whatever is in the air (document 7.3.10).
@Suite struct ItemConditionTests {
    private let wifi: Endpoint

    init() throws {
        wifi = try #require(CameraSchema(files: SchemaFile.embedded).endpoints["network/wifi"])
    }

    private static func network(_ name: String, byHand: Int, connected: Int) -> JSONValue {
        ["ssid": .string(name), "isScane": .integer(byHand), "connectStatus": .integer(connected), "strength": 40]
    }

    @Test(arguments: [(0, 0, false), (1, 0, true), (0, 1, true)])
    func onlyNetworksThatWereAddedOrAreInUseAreConfiguration(byHand: Int, connected: Int, isConfiguration: Bool) {
        let section = Normalizer.normalize(
            ["wifiInfo": [Self.network("yard", byHand: byHand, connected: connected)]], of: wifi)
        let place = JSONPointer(["wifiInfo", "yard"])
        #expect((section.roles[.volatile]?.contains(place) ?? false) == !isConfiguration)
        #expect(section.config["wifiInfo"]?["yard"]?["ssid"] == "yard")
    }
}
