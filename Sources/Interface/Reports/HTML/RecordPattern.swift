import CameraSchema

/// How a kind of recording looks: a colour, and a pattern so that kinds differ without colours, too. The patterns are lines,
/// not SVG patterns, which would need a reference by URL.
struct RecordPattern {
    /// The position among the kinds; 0 is plain.
    private let index: Int

    /// A kind that the schema knows looks the same in all schedules.
    init(_ recordType: Int?, _ shape: ScheduleShape) {
        let known = (shape.recordTypes?.names.keys).map { $0.sorted() } ?? []
        guard let recordType else {
            index = 0
            return
        }
        index = known.firstIndex(of: recordType) ?? known.count + Int(recordType.magnitude % 5)
    }

    func nodes(_ area: SVG.Area) -> [HTMLNode] {
        let marks = Self.marks(index % 7, area)
        return [SVG.rectangle("kind-\(index % 7)", area)] + (marks.isEmpty ? [] : [SVG.path("marks", marks)])
    }

    private static func marks(_ pattern: Int, _ area: SVG.Area) -> String {
        switch pattern {
        case 1: diagonals(area, rising: true)
        case 2: dashes(area)
        case 3: uprights(area)
        case 4: diagonals(area, rising: false)
        case 5: levels(area)
        case 6: diagonals(area, rising: true) + diagonals(area, rising: false)
        default: ""
        }
    }

    /// Lines at 45°, cut at the ends of the area; they run on from one area to the next.
    private static func diagonals(_ area: SVG.Area, rising: Bool) -> String {
        let step = 7.0
        let (left, right, height) = (area.x, area.x + area.width, area.height)
        var data = ""
        var start = ((left - height) / step).rounded(.down) * step
        while start < right {
            let (from, to) = (max(0, left - start), min(height, right - start))
            if from < to {
                let (fromY, toY) = rising ? (height - from, height - to) : (from, to)
                data += SVG.move(start + from, area.y + fromY) + SVG.line(start + to, area.y + toY)
            }
            start += step
        }
        return data
    }

    private static func dashes(_ area: SVG.Area) -> String {
        rows(area, distance: 5).enumerated().reduce("") { data, row in
            let first = (area.x / 8).rounded(.up) * 8 + (row.offset.isMultiple(of: 2) ? 0 : 4)
            return data
                + stride(from: first, to: area.x + area.width - 3, by: 8).reduce("") {
                    $0 + SVG.move($1, row.element) + "h3"
                }
        }
    }

    private static func uprights(_ area: SVG.Area) -> String {
        stride(from: (area.x / 6).rounded(.up) * 6, to: area.x + area.width, by: 6).reduce("") {
            $0 + SVG.move($1, area.y) + "v\(SVG.number(area.height))"
        }
    }

    private static func levels(_ area: SVG.Area) -> String {
        rows(area, distance: 5).reduce("") { $0 + SVG.move(area.x, $1) + "h\(SVG.number(area.width))" }
    }

    private static func rows(_ area: SVG.Area, distance: Double) -> [Double] {
        let count = max(1, Int(area.height / distance))
        return (0..<count).map { area.y + area.height * (Double($0) + 0.5) / Double(count) }
    }
}
