import DiffTestSupport
import Reports
import Testing
import Text

@Suite struct TextGoldenTests {
    @Test(arguments: Situation.all, [80, 120])
    func text(situation: Situation, width: Int) throws {
        let (difference, schema) = try situation.difference()
        let report = TextReport(difference, schema: schema, style: .plain, width: width)
        try GoldenFile("\(situation.name).\(width).txt").expect(report.text())
    }

    @Test(arguments: Situation.all.filter { ["mixed", "motion-area", "record-types"].contains($0.name) })
    func coloredText(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        let report = TextReport(difference, schema: schema, style: OutputStyle(usesColor: true), width: 80)
        try GoldenFile("\(situation.name).color.txt").expect(report.text())
    }

    @Test(arguments: Situation.all)
    func summary(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        let report = SummaryReport(difference, schema: schema, style: .plain, width: 80)
        try GoldenFile("\(situation.name).summary").expect(report.text())
    }

    @Test(arguments: Situation.all)
    func markdown(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        try GoldenFile("\(situation.name).md").expect(MarkdownReport(difference, schema: schema).text())
    }
}
