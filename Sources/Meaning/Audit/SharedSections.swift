package import Snapshots

/// Lets snapshots share the sections that are alike: the cameras of a fleet mostly are, and thousands of them must fit into memory.
package struct SharedSections: Sendable {
    private var records: [String: [SectionRecord]] = [:]

    /// Sections that differ on every camera are not worth a search through all of them.
    private static let mostRecords = 4

    package init() {}

    /// The same snapshot, with records that were seen before in place of its own.
    package mutating func share(_ snapshot: Snapshot) -> Snapshot {
        var shared = snapshot
        for (name, record) in snapshot.sections {
            let known = records[name] ?? []
            if let same = known.first(where: { $0 == record }) {
                shared.sections[name] = same
            } else if known.count < Self.mostRecords {
                records[name] = known + [record]
            }
        }
        return shared
    }
}
