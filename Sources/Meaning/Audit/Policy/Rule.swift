import CameraSchema
import JSONTree
import Text

/// What must hold of some places of every camera that it concerns.
package struct Rule: Sendable, Hashable {
    /// Stable: waivers name it.
    package var id: String
    package var severity: Severity
    /// What is wrong where the rule is broken: `HTTPS is switched off`.
    package var title: String
    /// Why it matters.
    package var reason: String
    /// What to do about it.
    package var message: String
    package var cameras: CameraPatterns
    package var models: [String]
    /// All must hold, or the rule does not concern the camera.
    package var when: [Clause]
    package var demand: Clause
    /// Whether a camera that has the section and not the place breaks the rule. Otherwise the rule does not concern it.
    package var failsWithoutPlace: Bool

    /// A condition on places.
    package struct Clause: Sendable, Hashable {
        package var path: RulePath
        package var condition: Condition
    }

    /// A rule's id may not be the one of deviations, and is made of what needs no quoting anywhere.
    private static func isID(_ text: String) -> Bool {
        text != Finding.deviationRule && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    init(_ node: FileNode) throws(AuditFileError) {
        var node = node
        let id = try node.text("id")
        guard Self.isID(id) else {
            throw node.error(
                "\"\(id)\" cannot be an id: small letters, digits, dashes and dots, at most 64, and not \"difference\"",
                at: "id")
        }
        node.subject = "rule \"\(id)\""
        try node.allowOnly(
            Condition.names.union([
                "id", "severity", "title", "reason", "message", "cameras", "models", "when", "path", "withoutPlace",
            ]))
        self.id = id
        severity = try node.choice("severity", Severity.self)
        title = try node.text("title")
        reason = try node.text("reason")
        message = try node.text("message")
        cameras = CameraPatterns(try node.texts("cameras", isRequired: false))
        models = try node.texts("models", isRequired: false)
        when = []
        for clause in try node.children("when", isRequired: false) {
            try clause.allowOnly(Condition.names.union(["path"]))
            when.append(try Clause(clause))
        }
        demand = try Clause(node)
        failsWithoutPlace = false
        if node.members["withoutPlace"] != nil {
            failsWithoutPlace = try node.choice("withoutPlace", Missing.self) == .fails
        }
    }

    private enum Missing: String, CaseIterable {
        case fails
        case notConcerned
    }
}

extension Rule.Clause {
    init(_ node: FileNode) throws(AuditFileError) {
        condition = try Condition(node)
        if case .firmwareAtLeast = condition {
            guard node.members["path"] == nil else {
                throw node.error("firmwareAtLeast has no path: it is about the camera's firmware", at: "path")
            }
            path = .firmware
            return
        }
        let text = try node.text("path")
        guard let path = RulePath(text) else {
            throw node.error("\"\(text)\" is not a path such as network/port.64.enable", at: "path")
        }
        self.path = path
    }
}

/// Which cameras a rule or a waiver means: names, patterns with `*`, `@group`.
package struct CameraPatterns: Sendable, Hashable {
    package let texts: [String]

    package init(_ texts: [String]) {
        self.texts = texts
    }

    /// Without any, all cameras are meant.
    package func match(name: String, groups: [String]) -> Bool {
        texts.isEmpty
            || texts.contains { text in
                if text.hasPrefix("@") { return groups.contains { TextPattern(text.dropFirst()).matches($0) } }
                return TextPattern(text).matches(name)
            }
    }
}
