import CameraSchema
import Snapshots

/// Sections of one endpoint that follow each other and have the same status: they share a line of the overview.
struct SectionGroup {
    let endpoint: String
    let record: SectionRecord
    private let argument: String?
    private var values: [Int]

    /// `image/ptz-cruise[cruiseIdx=0–8]`
    var name: String {
        guard let argument else { return endpoint }
        return "\(endpoint)[\(argument)=\(Self.ranges(values))]"
    }

    /// The groups of sections in their order.
    static func groups(_ names: [String], of snapshot: Snapshot) -> [SectionGroup] {
        var groups: [SectionGroup] = []
        for name in names {
            guard let record = snapshot.sections[name] else { continue }
            let section = SectionName(name)
            if let last = groups.last, let value = section?.selector?.value, last.endpoint == section?.endpoint,
                last.record.status == record.status, last.record.undocumented.count == record.undocumented.count
            {
                groups[groups.count - 1].values.append(value)
            } else {
                groups.append(
                    SectionGroup(
                        endpoint: section?.endpoint ?? name, record: record, argument: section?.selector?.argument,
                        values: section?.selector.map { [$0.value] } ?? []))
            }
        }
        return groups
    }

    /// `0–8, 12`
    private static func ranges(_ values: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for value in values.sorted() {
            if let last = ranges.last, value == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ",")
    }
}
