import CameraSchema
import JSONTree
import SimulatedCamera

/// The embedded schema and cameras made of it.
enum TestCameras {
    private static let loaded = Result { try CameraSchema(files: SchemaFile.embedded) }

    static func schema() throws -> CameraSchema {
        try loaded.get()
    }

    static func camera(
        firmware: Int = 1, _ faults: String..., change: (inout CameraOptions) -> Void = { _ in }
    ) throws -> SimulatedCamera {
        var options = CameraOptions()
        options.faults = try faults.map { try Fault($0) }
        change(&options)
        return try SimulatedCamera(schema: schema(), firmware: firmware, options: options)
    }

    /// A section by its text form.
    static func section(_ text: String) -> SectionName {
        SectionName(text) ?? SectionName(endpoint: text)
    }
}
