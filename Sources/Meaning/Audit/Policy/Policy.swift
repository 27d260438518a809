import CSchemaData
import JSONTree

/// Rules that every camera should keep (docs/audit.md).
package struct Policy: Sendable {
    /// The file it was read from; `basics` for the built-in one.
    package var file: String
    package var title: String
    package var rules: [Rule]

    private static let format = "camkeep-policy"

    /// The policy of security basics that is built in (`schema/policies/basics.json`).
    ///
    /// - Throws: ``AuditFileError``; the tests see that it does not.
    package static func basics() throws(AuditFileError) -> Policy {
        let file = camkeep_basics_policy()
        return try Policy(Array(UnsafeBufferPointer(start: file.bytes, count: file.count)), file: "basics")
    }

    /// - Throws: ``AuditFileError`` with the first fault.
    package init(_ bytes: [UInt8], file: String) throws(AuditFileError) {
        let node = try FileNode(bytes, file: file, format: Self.format)
        try node.allowOnly(["$schema", "format", "version", "title", "rules"])
        self.file = file
        title = try node.text("title")
        rules = []
        for ruleNode in try node.children("rules") {
            let rule = try Rule(ruleNode)
            guard !rules.contains(where: { $0.id == rule.id }) else {
                throw ruleNode.error("the rule \"\(rule.id)\" appears twice in this file", at: "id")
            }
            rules.append(rule)
        }
    }
}
