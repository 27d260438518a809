import CommandLineTool
import Vault

/// For which cameras a secret of the vault is meant.
enum ScopeOptions {
    static let camera = OptionDeclaration.value(
        "camera", "NAME", kind: .reference("camera"), help: "For this camera, by its name in the store.",
        conflicts: ["group", "default"])
    static let group = OptionDeclaration.value(
        "group", "NAME", kind: .reference("group"), help: "For the cameras of this group that have none of their own.",
        conflicts: ["default"])
    static let everyCamera = OptionDeclaration.flag(
        "default", help: "For every camera that has none of its own or of its groups.")

    static let all = [camera, group, everyCamera]

    /// - Throws: ``UsageFault`` if none is chosen, or a name cannot be one.
    static func scope(_ values: ParsedValues) throws(UsageFault) -> VaultScope {
        if values.isSet(everyCamera) { return .all }
        let name = values.string(camera) ?? values.string(group)
        guard let name else {
            throw UsageFault(
                description: "it is not said for which cameras",
                hint: "give --camera NAME, --group NAME or --default")
        }
        guard VaultScope.isName(name) else {
            throw UsageFault(
                description: "no camera or group can have this name", hint: "use 1 to 200 bytes without controls")
        }
        return values.string(camera) == nil ? .group(name) : .camera(name)
    }
}
