import CameraSchema
import JSONTree
import SimulatedCamera
import SimulatedCameraServer

/// The simulator's own web address, beside its cameras: it reports their requests and makes things happen to them.
///
/// `GET /` lists the cameras, and `GET /N` reports on camera N. `POST /` and `POST /N` run the commands of the body, one a line,
/// on all cameras or on one. No answer holds a secret or a setting.
struct ControlEndpoint: Sendable {
    let units: [ServedUnit]

    private static let bodyLimit = 1 << 20

    func answer(_ request: SimulatedRequest) -> SimulatedReply {
        let name = request.path.drop { $0 == "/" }
        let number = Int(name)
        let chosen = name.isEmpty ? units : units.filter { $0.number == number }
        guard !chosen.isEmpty else { return reply(404, "there is no camera “\(name)”\n") }
        switch request.method {
        case "GET" where name.isEmpty: return reply(.array(units.map { .object(overview(of: $0)) }))
        case "GET": return reply(chosen.first.map { .object(details(of: $0)) } ?? .null)
        case "POST": return run(request.body, on: chosen)
        default: return reply(405, "only GET and POST\n")
        }
    }

    // MARK: Commands

    private func run(_ body: [UInt8], on units: [ServedUnit]) -> SimulatedReply {
        guard body.count <= Self.bodyLimit, let text = String(validating: body, as: UTF8.self) else {
            return reply(400, "commands are UTF-8 text\n")
        }
        do {
            // All lines are read before the first is run: a mistake in the last leaves the cameras as they are.
            let commands = try text.split(whereSeparator: \.isNewline).map { try ControlCommand(String($0)) }
            for command in commands {
                for unit in units { try command.run(on: unit.camera) }
            }
            return reply(200, "done\n")
        } catch {
            return reply(400, "\(error)\n")
        }
    }

    // MARK: Answers

    private func overview(of unit: ServedUnit) -> JSONObject {
        JSONObject([
            ("unit", .integer(unit.number)), ("url", unit.listener.currentURL.map { .string($0) } ?? .null),
            ("model", .string(unit.camera.template.model.rawValue)),
            ("firmware", .integer(unit.camera.template.firmware)),
        ])
    }

    private func details(of unit: ServedUnit) -> JSONObject {
        let counters = unit.camera.counters
        var result = overview(of: unit)
        result["faults"] = .array(unit.camera.faults.map { .string($0.description) })
        result["counters"] = [
            "requests": .integer(counters.requests), "logins": .integer(counters.logins),
            "failedLogins": .integer(counters.failedLogins), "openSessions": .integer(counters.openSessions),
            "appliedWrites": .integer(counters.appliedWrites), "accountWrites": .integer(counters.accountWrites),
            "reboots": .integer(counters.reboots), "resets": .integer(counters.resets),
            "imports": .integer(counters.imports),
        ]
        result["requests"] = .array(unit.camera.requests.map(Self.json))
        return result
    }

    private static func json(_ record: RequestRecord) -> JSONValue {
        [
            "number": .integer(record.number), "method": .string(record.method), "path": .string(record.path),
            "endpoint": record.endpoint.map { .string($0) } ?? .null,
            "action": record.action.map { .string($0) } ?? .null,
            "section": record.section.map { .string($0.description) } ?? .null,
            "code": record.code.map { .integer($0) } ?? .null, "applied": .bool(record.isApplied),
            "account": .bool(record.concernsAccount), "faults": .array(record.faults.map { .string($0) }),
        ]
    }

    private func reply(_ value: JSONValue) -> SimulatedReply {
        SimulatedReply(
            headers: [HTTPField("Content-Type", "application/json; charset=utf-8")],
            body: .bytes(JSONWriter.indented(value)))
    }

    private func reply(_ status: Int, _ text: String) -> SimulatedReply {
        SimulatedReply(
            status: status, headers: [HTTPField("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Array(text.utf8)))
    }
}

/// One camera of this simulator and where it listens.
struct ServedUnit: Sendable {
    /// Its number, from which its name, serial and addresses are made.
    let number: Int
    let camera: SimulatedCamera
    let listener: SimulatedListener
}
