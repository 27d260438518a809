package import CameraClient
package import CameraSchema
package import Configuration
import JSONTree

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
