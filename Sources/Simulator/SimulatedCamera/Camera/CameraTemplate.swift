package import CameraSchema
package import JSONTree

/// A model of camera with one firmware: what all simulated cameras of that kind share.
///
/// A thousand cameras of one template share its memory until their settings differ.
package struct CameraTemplate: Sendable {
    package let schema: CameraSchema

    package let model: CameraModel

    /// 1 or 2.
    package let firmware: Int

    /// What the firmware does differently, and what the model lacks.
    let profile: FirmwareProfile

    private let version: String?

    /// All readable sections as a get would show them, with encrypted fields in plain text.
    package let sections: [SectionName: JSONValue]

    /// Endpoint names by API path.
    let endpointsByPath: [String: String]

    /// Makes the model from the schema's examples.
    ///
    /// - Throws: `SimulatedCameraError` for a firmware other than 1 and 2.
    package init(
        schema: CameraSchema, firmware: Int = 1, model: CameraModel = .motorZoom
    ) throws(SimulatedCameraError) {
        self.schema = schema
        self.firmware = firmware
        self.model = model
        let hardware = try FirmwareProfile.model(model)
        var profile = try FirmwareProfile.version(firmware)
        profile.unsupported.formUnion(hardware.unsupported)
        profile.missing.formUnion(hardware.missing)
        profile.dropped.formUnion(hardware.dropped)
        self.profile = profile
        version = hardware.firmwareVersions[firmware]
        sections = Self.named(
            version, profile.applied(to: hardware.applied(to: InitialSections(schema: schema).make())))
        endpointsByPath = Self.paths(schema)
    }

    private static func paths(_ schema: CameraSchema) -> [String: String] {
        var paths: [String: String] = [:]
        for (name, endpoint) in schema.endpoints { paths[endpoint.path] = name }
        // The document's header example has this spelling (field facts, Session 1).
        paths["/api/login-capabilities"] = "session/login-capabilities"
        return paths
    }

    /// Makes a camera that is not one of the models: a real one, as far as its answers are known.
    ///
    /// - Parameters:
    ///   - sections: its factory settings as its gets show them, with encrypted fields in plain text. Other endpoints answer
    ///     that they are not supported.
    ///   - encryptsMaybe: whether fields that only some firmware encrypts are encrypted
    package init(schema: CameraSchema, sections: [SectionName: JSONValue], encryptsMaybe: Bool) {
        self.schema = schema
        self.sections = sections
        model = .motorZoom
        firmware = 1
        version = nil
        var profile = FirmwareProfile.first
        profile.encryptsMaybe = encryptsMaybe
        let needed = Set(sections.keys.map(\.endpoint))
        for (name, endpoint) in schema.endpoints where endpoint.isWalked && !needed.contains(name) {
            profile.unsupported.insert(name)
        }
        self.profile = profile
        endpointsByPath = Self.paths(schema)
    }

    /// What an upgrade to this firmware resets to defaults: pointers of wire names by endpoint. The empty pointer stands for
    /// the whole endpoint.
    package var lostByUpgrade: [String: [JSONPointer]] { profile.lost }

    /// A camera's settings after an upgrade to this firmware.
    func upgraded(_ old: [SectionName: JSONValue], defaults: [SectionName: JSONValue]) -> [SectionName: JSONValue] {
        var result = Self.named(version, profile.applied(to: old))
        for (section, data) in defaults {
            guard var kept = result[section] else {
                result[section] = data
                continue
            }
            for pointer in profile.lost[section.endpoint] ?? [] {
                kept = kept.setting(data[pointer], at: pointer.steps[...])
            }
            result[section] = kept
        }
        return result
    }

    /// The sections with the version text of the model's own firmware.
    private static func named(
        _ version: String?, _ sections: [SectionName: JSONValue]
    ) -> [SectionName: JSONValue] {
        guard let version else { return sections }
        let section = SectionName(endpoint: "system/device-info")
        var result = sections
        result[section] = result[section]?.setting(.string(version), at: ["firmwareVersion"])
        return result
    }
}

/// The models of simulated cameras.
package enum CameraModel: String, Sendable, Hashable, CaseIterable {
    /// The camera of the document's examples.
    case motorZoom = "motor-zoom"
    /// A smaller one: another chip and sensor, no zoom, no PTZ, no face detection, and 1080p at most (`model2.json`).
    case fixedLens = "fixed-lens"
}

/// Why a simulated camera cannot be made.
package struct SimulatedCameraError: Error, Sendable, CustomStringConvertible {
    /// One sentence.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
