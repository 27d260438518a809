package import Audit
import FoundationEssentials

/// Reads the files of rules and waivers.
package enum AuditFiles {
    private static let largest = 4 << 20
    /// What names the built-in policy in place of a path.
    package static let basics = "basics"

    /// - Parameter names: paths, or ``basics``
    /// - Throws: ``AuditFileError``, ``RequestFault``
    package static func policies(_ names: [String]) throws -> [Policy] {
        let policies = try names.map { name in
            name == basics ? try Policy.basics() : try Policy(bytes(name), file: name)
        }
        var owners: [String: String] = [:]
        for policy in policies {
            for rule in policy.rules {
                if let owner = owners.updateValue(policy.file, forKey: rule.id) {
                    throw RequestFault(
                        description: "the rule \(rule.id) is in \(owner) and in \(policy.file)",
                        hint: "an id names one rule; give it another one")
                }
            }
        }
        return policies
    }

    /// - Throws: ``AuditFileError``, ``RequestFault``
    package static func waivers(_ path: String) throws -> [Waiver] {
        try Waiver.list(bytes(path), file: path)
    }

    private static func bytes(_ path: String) throws(RequestFault) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RequestFault(description: "\(path) cannot be read", hint: "check the path and its permissions")
        }
        guard data.count <= largest else {
            throw RequestFault(
                description: "\(path) is larger than \(largest) bytes", hint: "no such file needs to be")
        }
        return Array(data)
    }
}
