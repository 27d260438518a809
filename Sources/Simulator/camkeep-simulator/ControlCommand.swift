import CameraSchema
import JSONTree
import SimulatedCamera

/// Something that happens to a running camera without a request of its API: one line of text.
enum ControlCommand {
    /// Firmware 2 in place of firmware 1.
    case upgrade
    case reboot
    /// Everything except the network settings returns to defaults.
    case resetSimple
    case resetFull
    case addFault(Fault)
    case clearFaults
    case forgetRequests
    case endSessions
    /// Somebody changes a setting at the camera's own web page.
    case set(SectionName, JSONPointer, JSONValue)

    static let usage = [
        "upgrade", "reboot", "reset simple", "reset full", "fault FAULT", "no-faults", "forget-requests",
        "end-sessions", "set SECTION POINTER JSON",
    ]

    /// Why a line is not a command.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: `Problem`, `FaultTextError`.
    init(_ line: String) throws {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count > 1 ? words[1] : nil) {
        case ("upgrade", nil): self = .upgrade
        case ("reboot", nil): self = .reboot
        case ("reset", "simple"): self = .resetSimple
        case ("reset", "full"): self = .resetFull
        case ("fault", let text?): self = .addFault(try Fault(text))
        case ("no-faults", nil): self = .clearFaults
        case ("forget-requests", nil): self = .forgetRequests
        case ("end-sessions", nil): self = .endSessions
        case ("set", let rest?): self = try Self.setting(rest)
        default:
            throw Problem(
                description: "“\(line)” is not a command; the commands are \(Self.usage.joined(separator: ", "))")
        }
    }

    private static func setting(_ text: String) throws -> ControlCommand {
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3, let section = SectionName(parts[0]), let pointer = JSONPointer(parts[1]),
            let value = try? JSONReader.readStrictly(Array(parts[2].utf8), limits: .init(bytes: 1 << 20, depth: 64))
        else { throw Problem(description: "“set \(text)” is not: set SECTION POINTER JSON") }
        return .set(section, pointer, value)
    }

    /// - Throws: `Problem` when the camera cannot do it.
    func run(on camera: SimulatedCamera) throws {
        switch self {
        case .upgrade:
            guard camera.template.firmware == 1 else { throw Problem(description: "the camera has firmware 2 already") }
            camera.upgrade(
                to: try CameraTemplate(
                    schema: camera.template.schema, firmware: 2, model: camera.template.model))
        case .reboot: camera.reboot()
        case .resetSimple:
            camera.resetToDefaults(keepingNetwork: true)
            camera.reboot()
        case .resetFull:
            camera.resetToDefaults()
            camera.reboot()
        case .addFault(let fault): camera.add(fault)
        case .clearFaults: camera.faults = []
        case .forgetRequests: camera.forgetRequests()
        case .endSessions: camera.endSessions()
        case .set(let section, let pointer, let value):
            guard camera.value(of: section) != nil else {
                throw Problem(description: "the camera has no section \(section)")
            }
            camera.set(section, pointer, to: value)
        }
    }
}
