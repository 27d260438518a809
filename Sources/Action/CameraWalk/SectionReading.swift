package import CameraClient
package import CameraSchema
package import Configuration
package import JSONTree
package import Snapshots

extension CameraSession {
    /// Reads one section in canonical form, with its secrets in memory.
    ///
    /// - Parameter fingerprintKey: makes secrets comparable; nil where nobody compares them
    /// - Throws: ``CameraError``
    package func section(
        _ section: SectionName, of endpoint: Endpoint, fingerprintKey: FingerprintKey? = nil
    ) async throws(CameraError) -> NormalizedSection {
        let reading = try await read(endpoint, selector: section.selector?.value)
        let decrypt = reading.cipher.map { cipher in { (text: String) in cipher.decrypt(text) } }
        var normalized = Normalizer.normalize(reading.answer.data, of: endpoint, decrypt: decrypt)
        normalized.wire.tolerated = reading.answer.tolerated.map {
            WireQuirks.Fault(kind: $0.kind.rawValue, pointer: $0.pointer.description)
        }
        guard let fingerprintKey else { return normalized }
        return normalized.fingerprinted(with: fingerprintKey, endpoint: endpoint.name)
    }
}

extension SectionRecord {
    /// What a snapshot keeps of a section: everything but the secrets.
    package init(_ normalized: NormalizedSection, title: String) {
        self.init(
            config: normalized.config, undocumented: normalized.undocumented,
            roles: normalized.roles.reduce(into: [:]) { $0[$1.key] = $1.value.sorted() }, wire: normalized.wire.json,
            title: title)
    }
}

extension NormalizedSection {
    /// What a snapshot keeps of a section, with its secrets put back. Nil unless it was read and its `wire` is in order.
    package init?(_ record: SectionRecord, secrets: [JSONPointer: Secret] = [:]) {
        guard record.status == .ok, let wire = WireQuirks(json: record.wire) else { return nil }
        self.init(config: record.config)
        undocumented = record.undocumented
        roles = record.roles.mapValues(Set.init)
        self.wire = wire
        self.secrets = secrets
    }
}
