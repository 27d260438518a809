import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

extension SectionPlanner {
    /// The live section with the changes that fit it; nil if none does.
    ///
    /// Every round drops at least one change.
    mutating func fit(_ liveSection: NormalizedSection) -> NormalizedSection? {
        let broken = Set(violations(in: liveSection.config).map(\.rule))
        while !kept.isEmpty {
            guard var merged = merge(into: liveSection) else { continue }
            if leaveOutViolations(in: merged.config, except: broken) { continue }
            for place in kept.flatMap(\.secretPlaces) { merged.secrets[place] = secrets.held[place] }
            if isExpressible(merged) { return merged }
        }
        return nil
    }

    /// The section with all changes; nil if some change did not fit and was dropped.
    private mutating func merge(into liveSection: NormalizedSection) -> NormalizedSection? {
        do throws(ApplyError) {
            return try liveSection.applying(kept, section: section)
        } catch {
            let container = JSONPointer(Array(error.pointer.steps.dropLast()))
            let neighbours = kept.filter { container.contains($0.pointer) }
            omit(neighbours.isEmpty ? kept : neighbours, .doesNotFit("it cannot be written alone: \(error.reason)"))
            return nil
        }
    }

    /// Whether the camera's words can express it without changing its meaning; false if something was dropped.
    private mutating func isExpressible(_ merged: NormalizedSection) -> Bool {
        do throws(EncodingError) {
            _ = try WireEncoder.encode(merged, of: endpoint, .set)
            let answer = try WireEncoder.encode(merged, of: endpoint, .get)
            let understood = Normalizer.normalize(answer, of: endpoint, decrypt: { $0 }).config
            let lost = kept.filter { !$0.isSame(in: merged.config, and: understood) }
            omit(lost, .doesNotFit("in this camera's words it would mean something else"))
            return lost.isEmpty
        } catch {
            let concerned = kept.filter { $0.concerns(error.place) }
            omit(concerned.isEmpty ? kept : concerned, .doesNotFit("\(error)"))
            return false
        }
    }

    // MARK: - Limits

    /// Drops changes that break limits, except limits that the camera itself breaks. True if something was dropped.
    private mutating func leaveOutViolations(in config: JSONValue, except broken: Set<LimitViolation.Rule>) -> Bool {
        var isLeftOut = false
        for violation in violations(in: config) where !broken.contains(violation.rule) {
            let blamed = violation.blamed.lazy.compactMap { [kept] place in kept.first { $0.concerns(place) } }.first
            guard let blamed else { continue }
            omit([blamed], .outOfRange(violation.words))
            isLeftOut = true
        }
        return isLeftOut
    }

    private func violations(in config: JSONValue) -> [LimitViolation] {
        let own = LimitCheck.violations(in: config, of: endpoint.data)
        guard let scope = endpoint.scope, let bounds else { return own }
        return own + ScopeCheck.violations(in: config, of: endpoint.data, scope: scope, bounds: bounds)
    }
}

extension Change {
    /// Whether the change is at the place, inside it, or around it.
    func concerns(_ place: JSONPointer) -> Bool {
        places.contains { $0.contains(place) || place.contains($0) }
    }

    /// The places of the secrets that it sets.
    var secretPlaces: [JSONPointer] {
        new.map { SectionSecrets.places(in: $0, at: pointer) } ?? []
    }

    /// Whether two configurations are equal at its place. For a removed item only the list can be compared.
    fileprivate func isSame(in one: JSONValue, and other: JSONValue) -> Bool {
        let place = kind == .removed ? JSONPointer(Array(pointer.steps.dropLast())) : pointer
        return one[place]?.withoutFingerprints == other[place]?.withoutFingerprints
    }

    /// The fields that it names.
    private var places: [JSONPointer] {
        guard case .resolution = detail else { return [pointer] }
        return new?.objectValue?.names.map(pointer.appending) ?? [pointer]
    }
}
