import DiffTestSupport
import Reports
import SemanticDiff
import Testing

@Suite struct SituationTests {
    @Test(arguments: Situation.all)
    func everySituationHasTheChangesItSays(situation: Situation) throws {
        let difference = try situation.difference().difference
        let silent = ["no-differences", "incomparable-secrets", "nothing-known"]
        #expect(difference.changes.isEmpty == silent.contains(situation.name))
    }
}
