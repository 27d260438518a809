// Reports puts results into words and formats for people and programs. It decides nothing: what changed is decided in
// SemanticDiff, since when in History, who deviates in Audit, what is written in Restore.
//
// `Wording/` has the sentences that all formats share. `Outline/` has the order in which people read a difference. Each format
// has a folder (`Text`, `Markdown`, `HTML`, `JSON`), and `Audit/` has the formats of an audit.
//
// A new format is a type here that makes a text of a `Difference` or an `AuditResult`, and a case of `DiffReport.Format` or
// `AuditReport.Format` in Commands. It makes text from cameras harmless in its own way; `HarmlessText` does so for terminals.
