import Audit
import JSONTree

/// Policies and waivers as text, for tests.
enum PolicyFiles {
    /// A policy of one rule with the least that a rule needs.
    ///
    /// - Parameter members: the rule's own ones, as JSON text: `"path": "network/p2p.enable", "equals": false`
    static func policy(_ members: String, severity: Severity = .error) throws -> Policy {
        try Policy(Array(text(members, severity: severity).utf8), file: "test.json")
    }

    static func text(_ members: String, severity: Severity = .error) -> String {
        """
        {
          "format": "camkeep-policy", "version": "1.0", "title": "Test",
          "rules": [
            { "id": "test", "severity": "\(severity.rawValue)", "title": "It is wrong", "reason": "Because.",
              "message": "Do it right.", \(members) }
          ]
        }
        """
    }

    static func waivers(_ waivers: JSONValue...) throws -> [Waiver] {
        let document: JSONValue = ["format": "camkeep-waivers", "version": "1.0", "waivers": .array(waivers)]
        return try Waiver.list(JSONWriter.indented(document), file: "waivers.json")
    }

    static func waiver(
        _ path: String, cameras: [String] = ["*"], rule: String = "difference", expires: String = "2027-01-31"
    ) -> JSONValue {
        [
            "path": .string(path), "cameras": .array(cameras.map(JSONValue.string)), "rule": .string(rule),
            "reason": "The landlord wants it so.", "expires": .string(expires),
        ]
    }
}
