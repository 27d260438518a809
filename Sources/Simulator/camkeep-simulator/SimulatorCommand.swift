import CameraSchema
import CommandLineTool
import Cryptography
import Processes
import SimulatedCamera
import SimulatedCameraServer
import Text

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
    private static let model = OptionDeclaration.value(
        "model", "MODEL", kind: names(CameraModel.allCases),
        help: "Model of the cameras: that of the vendor's document, or a smaller one without zoom and PTZ.",
        defaultValue: CameraModel.motorZoom.rawValue)
    private static let unit = OptionDeclaration.value(
        "unit", "NUMBER", kind: .integer(0...1_000_000),
        help:
            "Number of the first camera, which decides its name, serial and addresses; 0 is that of the vendor's document.",
        defaultValue: "0")
    private static let writes = OptionDeclaration.value(
        "writes", "POLICY", kind: names(WritePolicy.allCases),
        help:
            "What a write does to members that it leaves out: replace wipes them, as firmware does; merge keeps them.",
        defaultValue: WritePolicy.replace.rawValue)
    private static let readdress = OptionDeclaration.value(
        "readdress", "WHAT", kind: names(Readdressing.allCases),
        help: """
            What a camera does when its address or web port is changed: ignored keeps answering at the old place, \
            followed moves (to loopback addresses only), lost no longer answers anywhere.
            """,
        defaultValue: Readdressing.ignored.rawValue)
    private static let readdressDelay = OptionDeclaration.value(
        "readdress-delay", "MS", kind: .integer(0...600_000),
        help: "Milliseconds between the answer and the move.", defaultValue: "0")
    private static let realAddress = OptionDeclaration.flag(
        "real-address", help: "Make network/port and network/interfaces show where a camera really listens.")
    private static let rebootTime = OptionDeclaration.value(
        "reboot-time", "MS", kind: .integer(0...600_000),
        help: "Milliseconds for which a restarting camera refuses connections.", defaultValue: "500")
    private static let control = OptionDeclaration.value(
        "control", "PORT", kind: .integer(0...65_535),
        help: """
            Port on 127.0.0.1 that takes commands for running cameras and reports their requests: see above. 0 takes a \
            free port.
            """)
    private static let revealSecrets = OptionDeclaration.value(
        "reveal-secrets", "FILE", kind: .file,
        help:
            "File for the plain text of all passwords that the cameras receive and keep; without it they are never shown."
    )
    private static let faults = OptionDeclaration.repeated(
        "fault", "FAULT", help: "Make the cameras fail: KIND[=VALUE][:SECTION][:on=ACTION][:after=N][:times=N].")
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
            it can strike; “event/*” stands for all endpoints of an area. on= is get, set, delete, or write for all that \
            can change the camera. “drop:on=write:after=4:times=1” loses the fifth write of a run.

            Commands for --control, one a line: \(ControlCommand.usage.joined(separator: ", ")). POST them to “/” for all \
            cameras or to “/NUMBER” for one. GET “/NUMBER” lists the requests that this one got.
            """,
        options: [
            port, address, firmware, model, unit, cameras, faults, writes, https, user, passwordFile, rebootTime,
            readdress, readdressDelay, realAddress, control, revealSecrets, schemaFolder, .quiet,
        ],
        examples: [
            .init("One camera on port 8080", "camkeep-simulator"),
            .init(
                "A camera that applies its second write, but loses the answer",
                "camkeep-simulator --fault lose-after-write:after=1:times=1"),
            .init(
                "A camera that follows its own address, and upgrades its firmware when told",
                "camkeep-simulator --real-address --readdress followed --control 8099"),
            .init("… from another terminal", "curl --data upgrade http://127.0.0.1:8099/0"),
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

    private static func names(_ cases: [some RawRepresentable<String>]) -> ValueKind {
        .choice(cases.map { .init($0.rawValue) })
    }

    @Sendable
    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let count = values.integer(cameras) ?? 1
        let first = values.integer(port) ?? 0
        var options = CameraOptions()
        options.user = values.string(user) ?? options.user
        options.password = try await password(values, console) ?? options.password
        options.faults = try values.strings(faults).map { text in try Fault(text) }
        options.writes = values.choice(writes, as: WritePolicy.self) ?? .replace
        options.readdressing = values.choice(readdress, as: Readdressing.self) ?? .ignored
        options.readdressingDelay = .milliseconds(values.integer(readdressDelay) ?? 0)
        options.reportsAddress = values.isSet(realAddress)
        options.rebootDuration = .milliseconds(values.integer(rebootTime) ?? 500)
        DescriptorLimit.raise(for: count)
        let overlay = try values.path(schemaFolder).map(SchemaFolder.files(in:)) ?? []
        let schema = try CameraSchema(files: SchemaFile.embedded + overlay)
        let template = try CameraTemplate(
            schema: schema, firmware: values.integer(firmware) ?? 1,
            model: values.choice(model, as: CameraModel.self) ?? .motorZoom)
        let host = values.string(address) ?? "127.0.0.1"
        let certificate = try values.isSet(https) ? certificate(for: host) : nil
        let secrets = values.path(revealSecrets).map { SecretsFile(path: $0) }
        let server = try SimulatedServer()
        defer { server.stop() }
        var units: [ServedUnit] = []
        for index in 0..<count {
            options.unit = (values.integer(unit) ?? 0) + index
            let camera = SimulatedCamera(template: template, options: options)
            try secrets?.update(options.unit, camera)
            let listener = try server.listen(
                for: camera, address: host, port: first == 0 ? 0 : first + index, certificate: certificate,
                answer: answer(of: camera, number: options.unit, secrets: secrets, console: console))
            units.append(ServedUnit(number: options.unit, camera: camera, listener: listener))
            console.print("listening on \(listener.url)")
        }
        if let port = values.integer(control) {
            let endpoint = ControlEndpoint(units: units)
            let listener = try server.listen(port: port, answer: endpoint.answer)
            console.print("control on \(listener.url)")
        }
        await waitForCancellation()
        return .success
    }

    /// The camera's own answers, after which its secrets go into the file. Nil without a file.
    private static func answer(
        of camera: SimulatedCamera, number: Int, secrets: SecretsFile?, console: Console
    ) -> SimulatedServer.Answer? {
        guard let secrets else { return nil }
        return { request in
            let reply = camera.answer(request)
            do {
                try secrets.update(number, camera)
            } catch {
                console.warn(HarmlessText.escaped("\(error)"))
            }
            return reply
        }
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

    /// Ctrl-C and termination requests cancel the task. That is how a simulator ends, so nothing is thrown.
    private static func waitForCancellation() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}
