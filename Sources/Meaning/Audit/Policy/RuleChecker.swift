import CameraSchema
import Configuration
import JSONTree
import SemanticDiff
import Snapshots
import Text

/// Checks cameras by rules.
struct RuleChecker {
    enum Outcome {
        case kept
        case notConcerned
        /// At least one of them is not empty.
        case found([Violation], [Unchecked])
    }

    private let rules: [Rule]
    private let filter: PathFilter
    private let key: FingerprintKey?
    /// The sections that any camera has and the path names: looking that up for each camera would cost the most of the time.
    private let sections: [RulePath: [SectionName]]

    private let schema: CameraSchema

    init(
        rules: [Rule], cameras: [AuditedCamera], filter: PathFilter, fingerprintKey key: FingerprintKey?,
        schema: CameraSchema
    ) {
        self.rules = rules
        self.schema = schema
        self.filter = filter
        self.key = key
        let names = Set(cameras.flatMap(\.snapshot.sections.keys)).compactMap(SectionName.init).sorted()
        let paths = Set(rules.flatMap { [$0.demand.path] + $0.when.map(\.path) })
        sections = Dictionary(uniqueKeysWithValues: paths.map { path in (path, names.filter(path.names)) })
    }

    func outcomes(of camera: AuditedCamera) -> [(rule: Rule, outcome: Outcome)] {
        rules.map { ($0, outcome(of: $0, camera)) }
    }

    private func outcome(of rule: Rule, _ camera: AuditedCamera) -> Outcome {
        guard rule.cameras.match(name: camera.name, groups: camera.groups), concerns(rule.models, camera) else {
            return .notConcerned
        }
        for clause in rule.when {
            switch holds(clause, of: camera, rule: rule) {
            case .holds: continue
            case .fails: return .notConcerned
            case .unknown(let reason):
                let place = AuditPlace(clause.path.text)
                return .found([], [Unchecked(rule: rule, place: place, reason: reason)])
            }
        }
        return check(rule, camera)
    }

    private func concerns(_ models: [String], _ camera: AuditedCamera) -> Bool {
        models.isEmpty
            || camera.snapshot.camera.model.map { model in models.contains { TextPattern($0).matches(model) } } ?? false
    }

    // MARK: - Conditions

    /// Holds if the camera has such a place and the condition holds at all of them.
    private func holds(_ clause: Rule.Clause, of camera: AuditedCamera, rule: Rule) -> Verdict {
        if case .firmwareAtLeast = clause.condition { return firmwareSubject(camera).verdict(clause.condition) }
        var isAnywhere = false
        for section in sections[clause.path] ?? [] {
            guard let record = camera.snapshot.sections[section.description] else { continue }
            if case .failed(let reason) = record.status { return .unknown("\(section) could not be read: \(reason)") }
            guard record.status == .ok else { continue }
            for (pointer, value) in clause.path.values(in: record) {
                isAnywhere = true
                let verdict = subject(value, of: section, at: pointer, camera: camera).verdict(clause.condition)
                guard verdict == .holds else { return verdict }
            }
        }
        return Verdict(isAnywhere || clause.condition == .present(false))
    }

    private func check(_ rule: Rule, _ camera: AuditedCamera) -> Outcome {
        if case .firmwareAtLeast = rule.demand.condition { return checkFirmware(rule, camera) }
        var (violations, unchecked, isConcerned) = ([Violation](), [Unchecked](), false)
        for section in sections[rule.demand.path] ?? [] {
            guard let record = camera.snapshot.sections[section.description] else { continue }
            if case .failed(let reason) = record.status {
                let place = AuditPlace(section.description)
                guard filter.concerns(section) else { continue }
                unchecked.append(Unchecked(rule: rule, place: place, reason: "could not be read: \(reason)"))
            }
            guard record.status == .ok else { continue }
            let values = rule.demand.path.values(in: record)
            if values.isEmpty, filter.includes(section, rule.demand.path.place) {
                isConcerned = isConcerned || rule.failsWithoutPlace || rule.demand.condition.isAboutPresence
                if rule.failsWithoutPlace || rule.demand.condition == .present(true) {
                    let place = AuditPlace(section.description, rule.demand.path.place)
                    violations.append(Violation(rule: rule, place: place, actual: nil))
                }
            }
            for (pointer, value) in values where filter.includes(section, pointer) {
                isConcerned = true
                let place = AuditPlace(section.description, pointer)
                switch subject(value, of: section, at: pointer, camera: camera).verdict(rule.demand.condition) {
                case .holds: continue
                case .fails:
                    let actual = shown(value, of: section, at: pointer, in: record)
                    violations.append(Violation(rule: rule, place: place, actual: actual))
                case .unknown(let reason): unchecked.append(Unchecked(rule: rule, place: place, reason: reason))
                }
            }
        }
        guard violations.isEmpty, unchecked.isEmpty else { return .found(violations, unchecked) }
        return isConcerned ? .kept : .notConcerned
    }

    private func checkFirmware(_ rule: Rule, _ camera: AuditedCamera) -> Outcome {
        let place = AuditPlace("system/device-info", RulePath.firmware.place)
        guard filter.includes(SectionName(endpoint: place.section), place.pointer) else { return .notConcerned }
        switch firmwareSubject(camera).verdict(rule.demand.condition) {
        case .holds: return .kept
        case .fails:
            let actual = camera.snapshot.camera.firmware.map(JSONValue.string)
            return .found([Violation(rule: rule, place: place, actual: actual)], [])
        case .unknown(let reason): return .found([], [Unchecked(rule: rule, place: place, reason: reason)])
        }
    }

    /// What stands in a place for secrets is none to show, even if a file made by hand has a text there.
    private func shown(
        _ value: JSONValue, of section: SectionName, at pointer: JSONPointer, in record: SectionRecord
    ) -> JSONValue {
        let isNoted = record.roles[.secret]?.contains { $0.contains(pointer) || pointer.contains($0) } ?? false
        let isKnown = schema.endpoint(of: section).map { endpoint in
            pointer.steps.last.map(SecretNames(endpoint.data).contains) ?? false
        }
        return isNoted || isKnown ?? false ? value.withoutSecrets : value.withoutFingerprints
    }

    // MARK: - Subjects

    private func subject(
        _ value: JSONValue, of section: SectionName, at pointer: JSONPointer, camera: AuditedCamera
    ) -> ConditionSubject {
        ConditionSubject(
            value: value, endpoint: section.endpoint, pointer: pointer, firmware: camera.snapshot.camera.firmware,
            key: key)
    }

    private func firmwareSubject(_ camera: AuditedCamera) -> ConditionSubject {
        ConditionSubject(
            value: .null, endpoint: "", pointer: JSONPointer(), firmware: camera.snapshot.camera.firmware, key: key)
    }
}

extension Condition {
    fileprivate var isAboutPresence: Bool {
        if case .present = self { true } else { false }
    }
}
