import CameraSchema
import SemanticDiff
import Snapshots

/// Finds the sections that not all cameras have.
struct SectionGaps {
    let gaps: [SectionGap]

    /// - Parameter golden: the configuration that all cameras are compared with, if there is one
    init(_ cameras: [AuditedCamera], golden: Snapshot?, schema: CameraSchema, filter: PathFilter) {
        var having: [String: [String]] = [:]
        var lacking: [String: [String]] = [:]
        var names = Set(golden?.sections.keys.map { $0 } ?? [])
        for camera in cameras { names.formUnion(camera.snapshot.sections.keys) }
        let wanted = names.filter { filter.concerns(SectionName($0) ?? SectionName(endpoint: $0)) }
        for name in wanted {
            for camera in cameras {
                switch camera.snapshot.sections[name]?.status {
                case .ok?: having[name, default: []].append(camera.name)
                case nil, .unsupported?: lacking[name, default: []].append(camera.name)
                case .failed?: continue
                }
            }
        }
        gaps = SectionOrder(schema).sorted(wanted).compactMap { name in
            let isInGolden = golden.flatMap { Self.has($0.sections[name]) }
            let gap = SectionGap(
                section: name, isInGolden: isInGolden, having: having[name] ?? [], lacking: lacking[name] ?? [])
            let isGap = gap.lacking.isEmpty ? isInGolden == false : !gap.having.isEmpty || isInGolden == true
            return isGap && !(gap.having.isEmpty && gap.lacking.isEmpty) ? gap : nil
        }
    }

    /// Nil if nobody knows.
    private static func has(_ record: SectionRecord?) -> Bool? {
        switch record?.status {
        case .ok?: true
        case nil, .unsupported?: false
        case .failed?: nil
        }
    }
}

/// Sorts sections as the schema does, unknown ones last.
struct SectionOrder {
    private let positions: [String: Int]

    init(_ schema: CameraSchema) {
        positions = Dictionary(zip(schema.endpointNames, schema.endpointNames.indices)) { first, _ in first }
    }

    func sorted(_ names: some Sequence<String>) -> [String] {
        names.map { (key(of: $0), $0) }.sorted { ($0.0.0, $0.0.1, $0.1) < ($1.0.0, $1.0.1, $1.1) }.map(\.1)
    }

    private func key(of name: String) -> (Int, Int) {
        guard let section = SectionName(name) else { return (Int.max, 0) }
        return (positions[section.endpoint] ?? Int.max, section.selector?.value ?? Int.min)
    }
}
