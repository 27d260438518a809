package import CameraSchema
package import JSONTree

/// A model of camera with one firmware: what all simulated cameras of that kind share.
///
/// A thousand cameras of one template share its memory until their settings differ.
package struct CameraTemplate: Sendable {
    package let schema: CameraSchema

    /// 1 or 2.
    package let firmware: Int

    let profile: FirmwareProfile

    /// All readable sections as a get would show them, with encrypted fields in plain text.
    package let sections: [SectionName: JSONValue]

    /// Endpoint names by API path.
    let endpointsByPath: [String: String]

    /// Makes the model from the schema's examples.
    ///
    /// - Throws: `SimulatedCameraError` for a firmware other than 1 and 2.
    package init(schema: CameraSchema, firmware: Int = 1) throws(SimulatedCameraError) {
        self.schema = schema
        self.firmware = firmware
        profile = try FirmwareProfile.version(firmware)
        sections = profile.applied(to: InitialSections(schema: schema).make())
        var paths: [String: String] = [:]
        for (name, endpoint) in schema.endpoints { paths[endpoint.path] = name }
        // The document's header example spells it so (field facts, Session 1).
        paths["/api/login-capabilities"] = "session/login-capabilities"
        endpointsByPath = paths
    }
}
