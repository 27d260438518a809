import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

extension SectionPlanner {
    /// The live section with the changes that fit it; nil if none does.
    ///
    /// Every round leaves out at least one change.
    mutating func fit(_ liveSection: NormalizedSection) -> NormalizedSection? {
        let broken = Set(violations(in: liveSection.config).map(\.rule))
        while !kept.isEmpty {
            guard let merged = merge(into: liveSection) else { continue }
            if leaveOutViolations(in: merged.config, except: broken) { continue }
            if isEncodable(merged) { return merged }
        }
        return nil
    }

    /// Nil if some change did not fit and was left out.
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

    /// False if something was left out.
    private mutating func isEncodable(_ merged: NormalizedSection) -> Bool {
        do throws(EncodingError) {
            _ = try WireEncoder.encode(merged, of: endpoint, .set)
            return true
        } catch {
            let concerned = kept.filter { $0.concerns(error.place) }
            omit(concerned.isEmpty ? kept : concerned, .doesNotFit("\(error)"))
            return false
        }
    }

    // MARK: - Limits

    /// What the camera itself breaks is no limit of it.
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
        let own = LimitCheck.violations(in: config, endpoint.data)
        guard let scope = endpoint.scope, let bounds else { return own }
        return own + ScopeCheck.violations(in: config, endpoint.data, scope, bounds: bounds)
    }
}

extension Change {
    /// Whether it changes the place, something inside it, or something around it.
    func concerns(_ place: JSONPointer) -> Bool {
        places.contains { $0.contains(place) || place.contains($0) }
    }

    /// The fields of which it speaks.
    private var places: [JSONPointer] {
        guard case .resolution = detail else { return [pointer] }
        return new?.objectValue?.names.map(pointer.appending) ?? [pointer]
    }
}
