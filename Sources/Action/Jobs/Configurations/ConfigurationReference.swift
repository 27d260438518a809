import CameraClient
import CameraWalk
package import Configuration
package import Fleet
package import Snapshots

/// A configuration that somebody names: a stored snapshot, a file, standard input, or `live:` and a camera.
package enum ConfigurationReference: Sendable {
    case snapshot(SnapshotReference, text: String)
    case live(FleetTarget)

    /// The tag of the snapshot that a restore takes before its first write.
    package static let beforeRestore = "before-restore"

    private static let livePrefix = "live:"

    /// - Parameter resolver: finds a camera by its name
    /// - Throws: ``SnapshotReferenceError``, ``TargetError``, ``UnknownTarget``
    package init(_ text: String, with resolver: TargetResolver) throws {
        if text.hasPrefix(Self.livePrefix) {
            self = .live(try resolver.target(String(text.dropFirst(Self.livePrefix.count))))
        } else {
            self = .snapshot(try SnapshotReference(text), text: text)
        }
    }

    /// The same, where a selector alone means the camera's own snapshots: `@golden` is `gate@golden` for the camera `gate`. If the
    /// store has none of that camera, it is the only camera of the store, as everywhere.
    package init(
        _ text: String, for place: FleetTarget, in store: SnapshotStore, with resolver: TargetResolver
    ) throws {
        let camera = CameraFolder.name(for: place.name ?? place.target.address)
        let isOwn = text.hasPrefix("@") && ((try? store.cameras().contains(camera)) ?? false)
        try self.init(isOwn ? camera + text : text, with: resolver)
    }

    /// The camera that it needs, if it is one as it is now.
    package var liveTarget: FleetTarget? {
        if case .live(let target) = self { target } else { nil }
    }

    /// Checks that a restore can mean it: the latest snapshot of a camera that was restored is what the restore has put right, so whoever
    /// restores "the latest" once more does not mean that one.
    ///
    /// - Throws: ``RequestFault`` if it is meant by nothing but its position; ``SnapshotReferenceError``, ``SnapshotStoreError``
    package func checkIsWanted(in store: SnapshotStore) throws {
        guard case .snapshot(.stored(let camera, .back(let count)), _) = self else { return }
        let entry = try store.resolve(camera: camera, .back(count))
        guard entry.tags.contains(Self.beforeRestore) else { return }
        throw RequestFault(
            description: "\(entry.reference) is the camera as it was before the last restore",
            hint: "if that is wanted, say \(entry.camera)@\(Self.beforeRestore); else name another snapshot, such as "
                + "\(entry.camera)@~\(count + 1)")
    }
}

/// A configuration with the name that reports give it.
package struct NamedConfiguration: Sendable {
    package let name: String
    package let snapshot: Snapshot
    /// Secrets of it that are at hand, in clear.
    package let secrets: SecretSet

    package init(name: String, snapshot: Snapshot, secrets: SecretSet) {
        self.name = name
        self.snapshot = snapshot
        self.secrets = secrets
    }
}

/// Gets configurations from wherever they are.
package struct ConfigurationLoader: Sendable {
    private let store: SnapshotStore
    private let reader: CameraReader?
    private let secrets: SecretLookup?

    /// - Parameters:
    ///   - reader: nil if none of the references is a camera
    ///   - secrets: nil if secrets are not asked for
    package init(store: SnapshotStore, reader: CameraReader?, secrets: SecretLookup? = nil) {
        self.store = store
        self.reader = reader
        self.secrets = secrets
    }

    /// Loads one after the other: there is one progress line, and reading a file takes less than what a second thread costs.
    package func load(
        _ first: ConfigurationReference, _ second: ConfigurationReference
    ) async throws -> (NamedConfiguration, NamedConfiguration) {
        try await (load(first), load(second))
    }

    /// - Throws: ``CameraError``, ``SnapshotReferenceError``, ``SnapshotError``, ``SnapshotStoreError``, ``VaultError``
    package func load(_ reference: ConfigurationReference) async throws -> NamedConfiguration {
        switch reference {
        case .live(let target):
            guard let reader else {
                throw RequestFault(description: "no camera can be read here", hint: "name a snapshot")
            }
            let walk = try await reader.read(target)
            return NamedConfiguration(
                name: "live:\(target)", snapshot: reader.snapshot(of: walk), secrets: walk.secrets)
        case .snapshot(_, let text):
            let stored = try StoredSnapshot(text, in: store)
            return NamedConfiguration(
                name: stored.name, snapshot: stored.snapshot, secrets: try secrets?.secrets(of: stored) ?? SecretSet())
        }
    }
}
