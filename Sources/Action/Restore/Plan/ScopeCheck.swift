import CameraSchema
import JSONTree

/// Finds values that the camera does not support together: encodings, resolutions, frame rates and bit rates of a video stream
/// (document 7.4.1). What the camera's answer does not mention is not bounded.
struct ScopeCheck {
    private let scope: CombinationScope
    private let titles: Field?
    private var violations: [LimitViolation] = []

    private init(_ scope: CombinationScope, _ data: Field) {
        self.scope = scope
        if case .list(let item, _)? = data.member(at: scope.items)?.type { titles = item } else { titles = nil }
    }

    /// - Parameters:
    ///   - config: the section that is bounded, in canonical form
    ///   - bounds: the configuration of the scope's endpoint
    static func violations(
        in config: JSONValue, of data: Field, scope: CombinationScope, bounds: JSONValue
    ) -> [LimitViolation] {
        var check = ScopeCheck(scope, data)
        let (items, bounds) = (config[scope.items]?.arrayValue ?? [], bounds[scope.bounds]?.arrayValue ?? [])
        for (position, pair) in zip(items, bounds).enumerated() {
            check.visit(pair.0, bounds: pair.1, at: scope.items.appending(position))
        }
        return check.violations
    }

    private mutating func visit(_ item: JSONValue, bounds: JSONValue, at place: JSONPointer) {
        for (name, limits) in scope.limits.sorted(by: { $0.key < $1.key }) {
            guard let number = item[name]?.integerValue else { continue }
            let (least, most) = (bound(limits.minimum, bounds), bound(limits.maximum, bounds))
            if let least, number < least {
                report(name, at: place, blamed: [name], "\(number)\(unit(name)), at least \(least) here")
            }
            if let most, number > most {
                report(name, at: place, blamed: [name], "\(number)\(unit(name)), at most \(most) here")
            }
        }
        guard let chosen = item[scope.chooser], let variant = CanonicalNumber.of(chosen).flatMap({ scope.variants[$0] })
        else { return }
        let available = combinations(of: variant, in: bounds)
        guard !available.isEmpty else {
            let others = scope.variants.values.contains { !combinations(of: $0, in: bounds).isEmpty }
            if others {
                report(
                    scope.chooser, at: place, blamed: [scope.chooser],
                    "\(words(chosen)), which the camera does not have here")
            }
            return
        }
        let values = scope.matching.map { item[$0]?.integerValue }
        guard values.allSatisfy({ $0 != nil }) else { return }
        guard let combination = available.first(where: { $0.matches(scope.matching, values) }) else {
            let words = values.map { $0.map(String.init) ?? "" }.joined(separator: "×")
            report(
                "combination", at: place, blamed: scope.matching + [scope.chooser],
                "\(words), which the camera does not have here with \(self.words(chosen))")
            return
        }
        for (name, maximum) in scope.maxima.sorted(by: { $0.key < $1.key }) {
            guard let number = item[name]?.integerValue, let most = combination[maximum]?.integerValue, number > most
            else { continue }
            report(
                name, at: place, blamed: [name] + scope.matching + [scope.chooser],
                "\(number)\(unit(name)), at most \(most) here")
        }
    }

    private func bound(_ name: String?, _ bounds: JSONValue) -> Int? {
        name.flatMap { bounds[$0]?.integerValue }
    }

    private func combinations(of variant: String, in bounds: JSONValue) -> [JSONValue] {
        bounds[variant]?[scope.combinations]?.arrayValue ?? []
    }

    private func unit(_ name: String) -> String {
        titles?.member(name)?.unit.map { " " + $0 } ?? ""
    }

    /// `H.265` of `H.265 (1)`
    private func words(_ chosen: JSONValue) -> String {
        guard let text = chosen.stringValue else { return CanonicalNumber.of(chosen).map(String.init) ?? "" }
        return text.lastIndex(of: "(").map { String(text[..<$0].dropLast()) } ?? text
    }

    private mutating func report(_ rule: String, at place: JSONPointer, blamed names: [String], _ words: String) {
        violations.append(
            LimitViolation(
                rule: .init(name: "scope " + rule, place: place), blamed: names.map(place.appending), words: words))
    }
}

extension JSONValue {
    fileprivate func matches(_ names: [String], _ values: [Int?]) -> Bool {
        zip(names, values).allSatisfy { self[$0]?.integerValue == $1 }
    }
}
