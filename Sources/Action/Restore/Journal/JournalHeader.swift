package import CameraClient
package import CameraSchema
import CameraWalk
package import Configuration
package import Cryptography
package import JSONTree
import SemanticDiff
package import Snapshots

/// The first line of a journal. It has everything that is needed to finish a restore, or to undo it, without the plan.
package struct JournalHeader: Sendable {
    static let format = 1

    /// What the store calls the camera.
    package var camera: String
    /// Where the camera was reached.
    package var target: String
    package var started: SnapshotTime
    package var tool: String
    /// The configuration that is restored, as the user named it.
    package var desired: String
    /// The snapshot of the camera before: `front-door@2026-11-22T143506Z`.
    package var before: String
    package var onFailure: RestoreOptions.OnFailure
    package var schema: ContentDigest
    /// The sections that are written, as they were on the camera before.
    package var live: Snapshot
    package var wanted: Snapshot
    package var steps: [Step]
    /// The secrets of both sides, sealed; nil if there are none, or nothing to seal them with.
    package var sealed: [UInt8]?

    package struct Step: Sendable, Hashable {
        package var section: String
        package var title: String
        package var secrets: [JSONPointer]
        package var commands: [JSONValue]
        package var interrupts: Set<Interruption>
    }

    /// - Parameter seal: encrypts the secrets of both sides for the journal. Without it they are not in the journal: after a crash
    ///   the restore can be finished only with held secrets, and undone only without the old ones
    ///   (``PreparedRestore/lostByCrash``)
    package init(
        _ prepared: PreparedRestore, of plan: RestorePlan, camera: String, target: CameraTarget, before: String,
        onFailure: RestoreOptions.OnFailure, tool: String, seal: (([UInt8]) throws -> [UInt8])? = nil
    ) rethrows {
        self.camera = camera
        self.target = target.description
        started = .now()
        self.tool = tool
        desired = plan.desired.name
        self.before = before
        self.onFailure = onFailure
        schema = plan.live.schema
        func snapshot(_ section: (SectionWrite) -> NormalizedSection) -> Snapshot {
            Snapshot(
                camera: plan.live.camera, taken: plan.live.taken, tool: tool, schema: plan.live.schema,
                sections: Dictionary(
                    prepared.writes.map {
                        ($0.section.description, SectionRecord(section($0), title: $0.title))
                    }
                ) { first, _ in first })
        }
        live = snapshot(\.live)
        wanted = snapshot(\.wanted)
        steps = prepared.writes.map {
            Step(
                section: $0.section.description, title: $0.title, secrets: $0.secrets, commands: $0.commands,
                interrupts: $0.interrupts)
        }
        let secrets = JournalSecrets(prepared)
        sealed = secrets.isEmpty ? nil : try seal?(secrets.bytes)
    }

    /// The secrets that were sealed; nil if there are none, or they are not what was sealed.
    ///
    /// - Parameter open: undoes what `seal` did
    package func secrets(open: ([UInt8]) throws -> [UInt8]) rethrows -> JournalSecrets? {
        try sealed.flatMap { try JournalSecrets(bytes: open($0)) }
    }
}

// MARK: - JSON

extension JournalHeader {
    var json: JSONValue {
        var object = JSONObject([
            ("kind", "begin"), ("format", .integer(Self.format)), ("camera", .string(camera)),
            ("target", .string(target)), ("started", .string(started.description)), ("tool", .string(tool)),
            ("desired", .string(desired)), ("before", .string(before)), ("onFailure", .string(onFailure.rawValue)),
            ("schema", .string(schema.text)), ("live", live.json), ("wanted", wanted.json),
            ("steps", .array(steps.map(\.json))),
        ])
        object["sealed"] = sealed.map { .string(Base64Encoding.encode($0)) }
        return .object(object)
    }

    /// Reads what ``json`` writes; nil for anything else.
    init?(json: JSONValue, file: String) {
        guard json["kind"] == "begin", json["format"] == .integer(Self.format),
            let camera = json["camera"]?.stringValue, let target = json["target"]?.stringValue,
            let started = json["started"]?.stringValue.flatMap({ SnapshotTime($0) }),
            let tool = json["tool"]?.stringValue,
            let desired = json["desired"]?.stringValue, let before = json["before"]?.stringValue,
            let onFailure = json["onFailure"]?.stringValue.flatMap(RestoreOptions.OnFailure.init),
            let schema = json["schema"]?.stringValue.flatMap({ ContentDigest($0) }),
            let live = json["live"].flatMap({ try? Snapshot($0, file: file) }),
            let wanted = json["wanted"].flatMap({ try? Snapshot($0, file: file) }),
            let items = json["steps"]?.arrayValue
        else { return nil }
        let steps = items.compactMap(Step.init)
        guard steps.count == items.count else { return nil }
        self.camera = camera
        self.target = target
        self.started = started
        self.tool = tool
        self.desired = desired
        self.before = before
        self.onFailure = onFailure
        self.schema = schema
        self.live = live
        self.wanted = wanted
        self.steps = steps
        if let text = json["sealed"] {
            guard let bytes = text.stringValue.flatMap(Base64Encoding.decode) else { return nil }
            sealed = bytes
        }
    }
}

extension JournalHeader.Step {
    fileprivate var json: JSONValue {
        [
            "section": .string(section), "title": .string(title),
            "secrets": .array(secrets.map { .string($0.description) }), "commands": .array(commands),
            "interrupts": .array(interrupts.map(\.rawValue).sorted().map(JSONValue.string)),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let section = json["section"]?.stringValue, let title = json["title"]?.stringValue,
            let secrets = json["secrets"]?.arrayValue, let commands = json["commands"]?.arrayValue,
            let interrupts = json["interrupts"]?.arrayValue
        else { return nil }
        self.section = section
        self.title = title
        self.commands = commands
        self.secrets = secrets.compactMap { $0.stringValue.flatMap { JSONPointer($0) } }
        self.interrupts = Set(interrupts.compactMap { $0.stringValue.flatMap(Interruption.init) })
        guard self.secrets.count == secrets.count, self.interrupts.count == interrupts.count else { return nil }
    }
}

/// The secrets of both sides of a restore, as they are sealed into its journal.
package struct JournalSecrets: Sendable {
    package var live = SecretSet()
    package var wanted = SecretSet()

    package init() {}

    package init(_ prepared: PreparedRestore) {
        for write in prepared.writes {
            live[write.section] = write.live.secrets
            wanted[write.section] = write.wanted.secrets
        }
    }

    package var isEmpty: Bool { live.isEmpty && wanted.isEmpty }

    /// The secrets in clear, to be sealed at once and written nowhere.
    package var bytes: [UInt8] {
        JSONWriter.canonical(["live": live.json, "wanted": wanted.json])
    }

    /// Reads what ``bytes`` gives; nil for anything else.
    package init?(bytes: [UInt8]) {
        let limits = JSONReader.Limits(bytes: 16 << 20, depth: 80)
        guard let document = try? JSONReader.readStrictly(bytes, limits: limits),
            let live = document["live"].flatMap(SecretSet.init), let wanted = document["wanted"].flatMap(SecretSet.init)
        else { return nil }
        self.live = live
        self.wanted = wanted
    }
}
