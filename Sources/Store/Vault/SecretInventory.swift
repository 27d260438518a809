package import CameraSchema
package import Configuration
import JSONTree
package import Snapshots

/// Which secrets a restore of a snapshot would need, and where each would come from.
package struct SecretInventory: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        case snapshot
        case vault(VaultScope)
        /// Nobody has it.
        case missing
        /// The camera sent it in a way that could not be decrypted, and the vault does not have it either.
        case unreadable
    }

    package struct Need: Sendable, Hashable {
        package let name: SecretName
        package let title: String
        package let source: Source
        /// Cameras take it and never give it back.
        package let isWithheld: Bool

        package var isMissing: Bool {
            switch source {
            case .snapshot, .vault: false
            case .missing, .unreadable: true
            }
        }
    }

    package let needs: [Need]

    package var missing: [Need] { needs.filter(\.isMissing) }

    /// - Parameters:
    ///   - vault: the entries meant for the camera.
    ///   - sealed: what is known to be held besides; nil for all of which the tree says that a secret is set, which is what a
    ///     snapshot that has a sealed part seals.
    package init(of snapshot: Snapshot, schema: CameraSchema, vault: [VaultEntry], sealed: SecretSet?) {
        let fields = Dictionary(grouping: schema.secretFields, by: \.endpoint)
        let scopes = Dictionary(vault.map { ($0.name, $0.scope) }) { first, _ in first }
        needs = snapshot.sections.compactMap { name, record in SectionName(name).map { ($0, record) } }
            .sorted { $0.0 < $1.0 }
            .flatMap { section, record -> [Need] in
                guard record.status == .ok else { return [] }
                return (fields[section.endpoint] ?? []).compactMap { field in
                    let name = SecretName(section: section, place: field.place)
                    let state = record.standIn(at: field.place)
                    let isHeld = sealed?[section, field.place] != nil
                    return Self.source(
                        state, field,
                        inSnapshot: isHeld || sealed == nil && snapshot.sealed != nil && state?.isSet == true,
                        vault: scopes[name]
                    ).map { Need(name: name, title: field.title, source: $0, isWithheld: field.isWithheld) }
                }
            }
    }

    /// Nil if the camera has no such secret.
    private static func source(
        _ state: SecretState?, _ field: SecretField, inSnapshot: Bool, vault: VaultScope?
    ) -> Source? {
        if inSnapshot { return .snapshot }
        return switch state {
        case .set: vault.map(Source.vault) ?? .missing
        case .unreadable: vault.map(Source.vault) ?? .unreadable
        case .empty, nil: vault.map(Source.vault) ?? (field.isWithheld ? .missing : nil)
        }
    }
}

extension SecretState {
    fileprivate var isSet: Bool {
        if case .set = self { true } else { false }
    }
}
