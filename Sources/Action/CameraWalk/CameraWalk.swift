// CameraWalk reads a whole camera: every section that the schema knows and the filter wants, one request after the other.
//
// What goes in is a ``CameraSession``; what comes out is a ``WalkResult``: a ``SectionRecord`` for each section, the secrets in
// memory, and the vendor's archive. A response body becomes a canonical section in
// `CameraSession.section(_:of:fingerprintKey:)`, which calls the Normalizer.
//
// A section that cannot be read is recorded as failed, and the walk goes on. A camera that can no longer be reached ends the
// walk, and nothing of it is kept. Sections are read at different moments: what somebody changes during the walk may be seen in
// part.

package import CameraClient
package import CameraSchema
package import Configuration
import JSONTree
import Snapshots

/// Reads the whole configuration of one camera: every get endpoint of the schema, once per value of its selector,
/// and the vendor archive.
package struct CameraWalk {
    private let session: CameraSession
    private let schema: CameraSchema
    private let filter: PathFilter
    private let fingerprintKey: FingerprintKey?
    private let progress: (WalkProgress) -> Void
    private var result: WalkResult
    private var selectors = SelectorValues()
    private var unconfirmed: [Unconfirmed] = []
    private var health = CameraHealth()
    /// What was read before its turn, to learn the values of a selector.
    private var readAhead: [SectionName: Outcome] = [:]
    private var total = 0

    /// A section with fields that the schema does not know: read again at the end, to see which of them move.
    private struct Unconfirmed {
        let section: SectionName
        let endpoint: Endpoint
        let normalized: NormalizedSection
    }

    private init(
        _ session: CameraSession, schema: CameraSchema, filter: PathFilter, address: String,
        fingerprintKey: FingerprintKey?,
        progress: @escaping (WalkProgress) -> Void
    ) {
        self.session = session
        self.schema = schema
        self.filter = filter
        self.fingerprintKey = fingerprintKey
        self.progress = progress
        result = WalkResult(identity: CameraIdentity(address: address))
    }

    /// - Parameters:
    ///   - address: what the snapshot calls the camera
    ///   - includesExport: whether the vendor archive is fetched
    ///   - fingerprintKey: makes secrets comparable; without it a snapshot says only that there are some
    ///   - progress: called before each request
    /// - Throws: ``CameraError`` if the camera can no longer be reached: a walk that broke off is no snapshot.
    ///   A single section that cannot be read is recorded as failed, and the walk goes on.
    package static func run(
        _ session: CameraSession, schema: CameraSchema, filter: PathFilter = PathFilter(), address: String,
        includesExport: Bool, fingerprintKey: FingerprintKey? = nil,
        progress: @escaping (WalkProgress) -> Void = { _ in }
    ) async throws(CameraError) -> WalkResult {
        var walk = CameraWalk(
            session, schema: schema, filter: filter, address: address, fingerprintKey: fingerprintKey,
            progress: progress)
        try await walk.readSections(alsoExport: includesExport)
        if let error = walk.health.emptySectionError { throw error }
        try await walk.readUnconfirmedAgain()
        if includesExport { try await walk.readExport() }
        return walk.result
    }

    // MARK: - Sections

    private mutating func readSections(alsoExport: Bool) async throws(CameraError) {
        let endpoints = schema.walkedEndpoints.filter { filter.mayRead($0) || $0.name == DeviceInfo.endpoint }
        total = endpoints.count + (alsoExport ? 1 : 0)
        for endpoint in selectors.inOrderOfNeed(endpoints) {
            guard let selector = endpoint.selector else {
                try await readSection(SectionName(endpoint: endpoint.name), endpoint)
                continue
            }
            let values = try await values(of: selector, endpoint)
            total += values.count - 1
            for value in values {
                let chosen = SectionName.SelectorValue(argument: selector.argument, value: value)
                try await readSection(SectionName(endpoint: endpoint.name, selector: chosen), endpoint)
            }
        }
    }

    /// The selector's values, for which another section, or the range of the first answer, may have to be read.
    private mutating func values(of selector: Selector, _ endpoint: Endpoint) async throws(CameraError) -> [Int] {
        switch selector.source {
        case .values(let values), .candidates(let values):
            return values
        case .bits(let name, let pointer, let otherwise):
            if selectors.config(of: name) == nil, let source = schema.endpoints[name] {
                _ = try await read(SectionName(endpoint: name), source)
            }
            let named = selectors.bits(of: name, pointer) ?? otherwise
            return named + selector.guesses.filter { !named.contains($0) }
        case .range(let first, let minimum, let maximum):
            let section = SectionName(
                endpoint: endpoint.name, selector: .init(argument: selector.argument, value: first))
            announce(section.description)
            let outcome = try await read(section, endpoint)
            readAhead[section] = outcome
            guard case .read(let normalized) = outcome else { return [first] }
            return SelectorValues.range(of: normalized.config, minimum: minimum, maximum: maximum) ?? [first]
        }
    }

    private mutating func readSection(_ section: SectionName, _ endpoint: Endpoint) async throws(CameraError) {
        guard filter.reads(section) || endpoint.name == DeviceInfo.endpoint else {
            total -= 1
            return
        }
        let outcome: Outcome
        if let early = readAhead.removeValue(forKey: section) {
            outcome = early
        } else {
            announce(section.description)
            outcome = try await read(section, endpoint)
        }
        if endpoint.name == DeviceInfo.endpoint, case .read(let normalized) = outcome {
            DeviceInfo.fill(&result.identity, from: normalized.config)
        }
        if endpoint.name == DeviceInfo.interfaces, case .read(let normalized) = outcome {
            result.identity.mac = normalized.config["mac"]?.stringValue
        }
        guard filter.reads(section) else {
            total -= 1
            return
        }
        switch outcome {
        case .read(let normalized):
            result.sections[section] = SectionRecord(normalized, title: endpoint.title)
            result.secrets[section] = normalized.secrets
            result.unreadable += normalized.unreadable.sorted().map { WalkResult.Place(section: section, pointer: $0) }
            if !normalized.undocumented.isEmpty {
                unconfirmed.append(Unconfirmed(section: section, endpoint: endpoint, normalized: normalized))
            }
        case .unsupported(let reason):
            result.sections[section] = SectionRecord(unsupported: reason, title: endpoint.title)
        case .failed(let reason):
            result.sections[section] = SectionRecord(failed: reason, title: endpoint.title)
        }
    }

    private func announce(_ current: String) {
        progress(WalkProgress(done: result.sections.count, total: total, current: current))
    }

    private enum Outcome {
        case read(NormalizedSection)
        case unsupported(String)
        case failed(String)
    }

    private mutating func read(_ section: SectionName, _ endpoint: Endpoint) async throws(CameraError) -> Outcome {
        let outcome: Outcome
        do throws(CameraError) {
            let normalized = try await session.section(
                section, of: endpoint, fingerprintKey: fingerprintKey)
            selectors.note(normalized.config, of: endpoint.name)
            if isGuess(section, endpoint), let other = Self.otherValue(in: normalized.config, section, endpoint) {
                outcome = .unsupported("answered for \(other) instead")
            } else {
                outcome = .read(normalized)
            }
            health.noteAnswer()
        } catch {
            if error.endsWalk { throw error }
            // Noted as well, so that nobody asks again for the values of a selector.
            selectors.note(.null, of: endpoint.name)
            outcome = Self.outcome(of: error, endpoint, isGuess: isGuess(section, endpoint))
            try await checkHealth(after: error)
        }
        return outcome
    }

    /// A value that is only worth asking for may be refused; what the schema promises may not. A firmware may drop the connection
    /// for an endpoint that it does not have (field facts, Calls).
    private static func outcome(of error: CameraError, _ endpoint: Endpoint, isGuess: Bool) -> Outcome {
        if error.meansUnsupported { return .unsupported(error.message) }
        if isGuess, error.isRefusal || endpoint.isWorthAsking && error.isSilence { return .unsupported(error.message) }
        return .failed(error.message)
    }

    private func isGuess(_ section: SectionName, _ endpoint: Endpoint) -> Bool {
        if endpoint.isWorthAsking { return true }
        guard let selector = endpoint.selector, let value = section.selector?.value else { return false }
        switch selector.source {
        case .candidates, .range: return true
        case .values: return false
        case .bits(let name, let pointer, let otherwise):
            return !(selectors.bits(of: name, pointer) ?? otherwise).contains(value)
        }
    }

    /// The selector's value for which the camera answered, if it is not the one that it was asked for.
    private static func otherValue(in config: JSONValue, _ section: SectionName, _ endpoint: Endpoint) -> String? {
        guard let selector = section.selector,
            let key = endpoint.data.members?.first(where: { $0.role == .key && $0.name == selector.argument }),
            let answered = config[key.name],
            let number = answered.integerValue ?? answered.stringValue.flatMap(Enumeration.number(inCanonical:)),
            number != selector.value
        else { return nil }
        return "\(selector.argument)=\(number)"
    }

    /// After several silent failures in a row, asks whether the camera is still there, instead of waiting for each section in vain.
    private mutating func checkHealth(after error: CameraError) async throws(CameraError) {
        guard health.isInDoubt(after: error), let probe = schema.endpoints[DeviceInfo.endpoint] else { return }
        do throws(CameraError) {
            _ = try await session.read(probe)
            health.noteAnswer()
        } catch  where error.isUnusable || error.endsWalk {
            throw error
        } catch {
            health.noteAnswer()
        }
    }

    // MARK: - Undocumented fields

    private mutating func readUnconfirmedAgain() async throws(CameraError) {
        for item in unconfirmed {
            announce("\(item.section) (again)")
            guard case .read(let second) = try await read(item.section, item.endpoint) else { continue }
            let moving = item.normalized.undocumented.filter { second.undocumented[$0.key] != $0.value }.map(\.key)
            let appearing = second.undocumented.keys.filter { item.normalized.undocumented[$0] == nil }
            guard !moving.isEmpty || !appearing.isEmpty else { continue }
            var normalized = item.normalized
            for place in appearing { normalized.undocumented[place] = second.undocumented[place] }
            normalized.roles[.volatile, default: []].formUnion(moving + appearing)
            result.sections[item.section] = SectionRecord(normalized, title: item.endpoint.title)
        }
    }

    // MARK: - Vendor archive

    private mutating func readExport() async throws(CameraError) {
        guard let endpoint = schema.endpoints[VendorArchive.endpoint] else { return }
        announce(endpoint.name)
        do throws(CameraError) {
            switch try await VendorArchive.fetch(session, endpoint) {
            case .fetched(let fileName, let bytes):
                result.export = ExportRecord(ExportRecord.Archive(fileName: fileName, bytes: bytes))
                result.archive = bytes
            case .refused(let reason):
                result.export = ExportRecord(failed: reason)
            }
        } catch {
            if error.endsWalk { throw error }
            result.export =
                error.meansUnsupported ? ExportRecord(unsupported: error.message) : ExportRecord(failed: error.message)
        }
    }
}
