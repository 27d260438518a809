import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import Fleet
import Snapshots

/// One side of a comparison as the command line names it: a stored snapshot, a file, standard input, or `live:` and a camera's address.
enum ConfigurationReference: Sendable {
    case snapshot(SnapshotReference, text: String)
    case live(FleetTarget)

    static let help = """
        A configuration: CAMERA, CAMERA@latest, @previous, @~2, @TAG, @2026-11-22, a file, - for standard input, or \
        live:http://HOST or live:NAME for a camera as it is now.
        """

    /// - Parameter resolver: finds a camera by its name
    /// - Throws: ``SnapshotReferenceError``, ``TargetError``, ``UnknownTarget``
    init(_ text: String, _ resolver: TargetResolver) throws {
        if text.hasPrefix("live:") {
            self = .live(try resolver.target(String(text.dropFirst("live:".count))))
        } else {
            self = .snapshot(try SnapshotReference(text), text: text)
        }
    }

    /// The same, where a selector alone means the camera's own snapshots: `@golden` is `gate@golden` for the camera `gate`. If the
    /// store has none of that camera, it is the only camera of the store, as everywhere.
    init(_ text: String, of place: FleetTarget, _ resolver: TargetResolver, _ store: SnapshotStore) throws {
        let camera = CameraFolder.name(for: place.name ?? place.target.address)
        let isOwn = text.hasPrefix("@") && ((try? store.cameras().contains(camera)) ?? false)
        try self.init(isOwn ? camera + text : text, resolver)
    }

    /// The camera that it needs, if it is one as it is now.
    var liveTarget: FleetTarget? {
        if case .live(let target) = self { target } else { nil }
    }
}

/// A configuration with the name that reports give it.
struct NamedConfiguration: Sendable {
    let name: String
    let snapshot: Snapshot
    /// Secrets of it that are at hand, in clear.
    let secrets: SecretSet
}

/// Gets configurations from wherever they are.
struct ConfigurationLoader: Sendable {
    let store: SnapshotStore
    /// Nil if none of the references is a camera.
    let reader: CameraReader?
    /// Nil if secrets are not asked for.
    var secrets: SecretOpener?

    /// One after the other: there is one progress line, and reading a file takes less than what a second thread costs.
    func load(
        _ first: ConfigurationReference, _ second: ConfigurationReference
    ) async throws -> (NamedConfiguration, NamedConfiguration) {
        try await (load(first), load(second))
    }

    func load(_ reference: ConfigurationReference) async throws -> NamedConfiguration {
        switch reference {
        case .live(let target):
            guard let reader else {
                throw UsageFault(description: "no camera can be read here", hint: "name a snapshot")
            }
            let walk = try await reader.read(target, filter: SectionFilter(), includesExport: false)
            let snapshot = walk.snapshot(of: reader.schema)
            return NamedConfiguration(name: "live:\(target)", snapshot: snapshot, secrets: walk.secrets)
        case .snapshot(_, let text):
            let stored = try StoredSnapshot(text, in: store)
            // Named by its time: a report that is kept must not say "latest".
            return NamedConfiguration(
                name: stored.entry?.reference ?? stored.file, snapshot: stored.snapshot,
                secrets: try secrets?.secrets(of: stored) ?? SecretSet())
        }
    }
}
