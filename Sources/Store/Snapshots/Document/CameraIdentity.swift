import JSONTree

/// Which camera a snapshot is of, in its own words.
package struct CameraIdentity: Sendable, Hashable {
    /// Host, with the port if it is not the usual one: `192.168.1.10`, `camera.example:8080`, `[fe80::1]`.
    package var address: String
    /// The camera's own name.
    package var name: String?
    package var model: String?
    package var firmware: String?
    /// The version of the camera's application software.
    package var software: String?
    package var serial: String?
    package var mac: String?

    package init(
        address: String, name: String? = nil, model: String? = nil, firmware: String? = nil, software: String? = nil,
        serial: String? = nil, mac: String? = nil
    ) {
        self.address = address
        self.name = name
        self.model = model
        self.firmware = firmware
        self.software = software
        self.serial = serial
        self.mac = mac
    }
}

// MARK: - JSON

extension CameraIdentity {
    var json: JSONValue {
        let members = [
            ("address", address), ("name", name), ("model", model), ("firmware", firmware), ("software", software),
            ("serial", serial), ("mac", mac),
        ]
        return .object(JSONObject(members.compactMap { key, text in text.map { (key, JSONValue.string($0)) } }))
    }

    init(_ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context) throws(SnapshotError) {
        var reader = try ObjectReader(value, at: pointer, context)
        address = try reader.text("address")
        guard !address.isEmpty else { throw reader.error("the address is empty", at: "address") }
        name = try reader.optionalText("name")
        model = try reader.optionalText("model")
        firmware = try reader.optionalText("firmware")
        software = try reader.optionalText("software")
        serial = try reader.optionalText("serial")
        mac = try reader.optionalText("mac")
        try reader.finish()
    }
}
