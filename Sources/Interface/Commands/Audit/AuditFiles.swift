import Audit
import FoundationEssentials

/// Reads the files of rules and waivers.
enum AuditFiles {
    private static let largest = 4 << 20

    /// - Parameter names: paths; `basics` is the built-in policy
    /// - Throws: ``AuditFileError``, ``UsageFault``
    static func policies(_ names: [String]) throws -> [Policy] {
        let policies = try names.map { name in
            name == "basics" ? try Policy.basics() : try Policy(bytes(name), file: name)
        }
        var owners: [String: String] = [:]
        for policy in policies {
            for rule in policy.rules {
                if let owner = owners.updateValue(policy.file, forKey: rule.id) {
                    throw UsageFault(
                        description: "the rule \(rule.id) is in \(owner) and in \(policy.file)",
                        hint: "an id names one rule; give it another one")
                }
            }
        }
        return policies
    }

    static func waivers(_ path: String) throws -> [Waiver] {
        try Waiver.list(bytes(path), file: path)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageFault(description: "\(path) cannot be read", hint: "check the path and its permissions")
        }
        guard data.count <= largest else {
            throw UsageFault(description: "\(path) is larger than \(largest) bytes", hint: "no such file needs to be")
        }
        return Array(data)
    }
}
