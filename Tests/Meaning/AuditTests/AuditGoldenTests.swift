import Audit
import DiffTestSupport
import Reports
import Testing
import Text

@Suite struct AuditGoldenTests {
    @Test(arguments: AuditSituation.all, [80, 120])
    func text(situation: AuditSituation, width: Int) throws {
        let (result, schema) = try situation.result()
        let report = AuditTextReport(result, schema: schema, style: .plain, width: width)
        try GoldenFile("\(situation.name).\(width).txt").expect(report.text())
    }

    @Test(arguments: AuditSituation.all)
    func page(situation: AuditSituation) throws {
        let (result, schema) = try situation.result()
        try GoldenFile("\(situation.name).html").expect(AuditHTMLReport(result, schema: schema).text())
    }

    @Test(arguments: AuditSituation.all)
    func table(situation: AuditSituation) throws {
        try GoldenFile("\(situation.name).csv").expect(AuditCSVReport.text(situation.result().0))
    }

    @Test(arguments: AuditSituation.all)
    func json(situation: AuditSituation) throws {
        try GoldenFile("\(situation.name).json").expect(AuditJSONReport.text(situation.result().0))
    }

    @Test(arguments: AuditSituation.all)
    func junit(situation: AuditSituation) throws {
        let (result, schema) = try situation.result()
        try GoldenFile("\(situation.name).junit.xml").expect(AuditJUnitReport(result, schema: schema).text())
    }

    @Test(arguments: AuditSituation.all)
    func sarif(situation: AuditSituation) throws {
        let text = try AuditSARIFReport.text(situation.result().0, toolVersion: "1.2.3")
        try GoldenFile("\(situation.name).sarif").expect(text)
    }
}
