import CameraSchema
import CommandLineTool
import Cryptography
import SimulatedCamera
import SimulatedCameraServer

/// The command line of `camkeep-simulator`.
enum SimulatorCommand {
    private static let port = OptionDeclaration.value(
        "port", "PORT", kind: .integer(0...65_535),
        help: "Port of the first camera; further cameras take the ports after it. 0 takes free ports.",
        defaultValue: "8080")
    private static let address = OptionDeclaration.value(
        "address", "ADDRESS",
        help: "Address to listen on. Anything but loopback opens the simulated cameras to the network.",
        defaultValue: "127.0.0.1")
    private static let firmware = OptionDeclaration.value(
        "firmware", "VERSION", kind: .choices("1", "2"),
        help: "Firmware of the cameras: 1 as in the vendor's document, 2 newer, with other fields and endpoints.",
        defaultValue: "1")
    private static let faults = OptionDeclaration.repeated(
        "fault", "FAULT", help: "Let the cameras fail: KIND[=VALUE][:ENDPOINT][:on=ACTION][:after=N][:times=N].")
    private static let https = OptionDeclaration.flag(
        "https", help: "Speak HTTPS, with a self-signed certificate made at the start.")
    private static let user = OptionDeclaration.value(
        "user", "NAME", help: "Name of the only account.", defaultValue: "admin")
    private static let passwordFile = OptionDeclaration.value(
        "password-file", "FILE", kind: .file,
        help: "File whose first line is the password; otherwise CAMKEEP_SIMULATOR_PASSWORD, or 12345.")
    private static let cameras = OptionDeclaration.value(
        "cameras", "NUMBER", kind: .integer(1...10_000),
        help: "How many cameras to simulate, each with its own port, name, serial and addresses.", defaultValue: "1")
    private static let schemaFolder = OptionDeclaration.value(
        "schema", "DIR", kind: .directory, help: "Folder with schema files that are laid over the built-in ones.")

    static let command = Command(
        "camkeep-simulator", abstract: "Simulate IP cameras for trying and testing CamKeep",
        discussion: """
            The cameras keep what is written to them until the simulator ends. One line for each camera says where \
            it listens.

            Faults: \(Fault.Kind.usage.joined(separator: ", ")). A fault without an endpoint strikes every request that \
            it can strike; “event/*” stands for all endpoints of an area.
            """,
        options: [port, address, firmware, faults, https, user, passwordFile, cameras, schemaFolder, .quiet],
        examples: [
            .init("One camera on port 8080", "camkeep-simulator"),
            .init(
                "A camera that applies its second write, but loses the answer",
                "camkeep-simulator --fault lose-after-write:after=1:times=1"),
            .init("A hundred slow cameras", "camkeep-simulator --port 9000 --cameras 100 --fault slow=300ms"),
        ],
        exitStatuses: [
            ExitStatus(.usage, "The command line is wrong."),
            ExitStatus(.failure, "A camera could not be started."),
            ExitStatus(.interrupted, "Ended by Ctrl-C or a termination request, as it should."),
        ],
        run: run)

    static func failure(_ error: any Error) -> CommandLineProgram.Failure {
        switch error {
        case let error as FaultTextError:
            CommandLineProgram.Failure(
                HarmlessText.escaped(error.description), hint: "camkeep-simulator --help lists the faults",
                exitCode: .usage)
        default:
            CommandLineProgram.Failure(HarmlessText.escaped("\(error)"))
        }
    }

    @Sendable
    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let count = values.integer(cameras) ?? 1
        let first = values.integer(port) ?? 0
        var options = CameraOptions()
        options.user = values.string(user) ?? options.user
        options.password = try await password(values, console) ?? options.password
        options.faults = try values.strings(faults).map { text in try Fault(text) }
        DescriptorLimit.raise(for: count)
        let overlay = try values.path(schemaFolder).map(SchemaFolder.files(in:)) ?? []
        let schema = try CameraSchema(files: SchemaFile.embedded + overlay)
        let template = try CameraTemplate(schema: schema, firmware: values.integer(firmware) ?? 1)
        let host = values.string(address) ?? "127.0.0.1"
        let certificate = try values.isSet(https) ? certificate(for: host) : nil
        let server = try SimulatedServer()
        defer { server.stop() }
        for unit in 0..<count {
            options.unit = unit
            let camera = SimulatedCamera(template: template, options: options)
            let listener = try server.listen(
                address: host, port: first == 0 ? 0 : first + unit, certificate: certificate,
                answer: camera.answer)
            console.print("listening on \(listener.url)")
        }
        await waitForCancellation()
        return .success
    }

    private static func password(_ values: ParsedValues, _ console: Console) async throws -> String? {
        guard let path = values.path(passwordFile) else {
            return console.environment["CAMKEEP_SIMULATOR_PASSWORD"].flatMap { $0.isEmpty ? nil : $0 }
        }
        let found = try await PasswordFile.read(path: path)
        if let warning = found.warning { console.warn(warning) }
        return found.password
    }

    private static func certificate(for host: String) throws -> ServerCertificate {
        let made = try SelfSignedCertificate.make(commonName: host, validDays: 3650)
        return ServerCertificate(certificatePEM: made.certificatePEM, keyPEM: made.privateKeyPEM)
    }

    /// Ctrl-C and termination requests cancel the task; that is how a simulator ends, so nothing is thrown.
    private static func waitForCancellation() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}
