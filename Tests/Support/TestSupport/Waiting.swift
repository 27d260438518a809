/// Something that was waited for did not happen.
package struct NeverHappened: Error {
    package let what: String
}

/// Waits until a condition holds that nothing reports by itself, such as a line in another program's output.
///
/// - Throws: ``NeverHappened`` after the limit, which is generous: it ends a test that would hang.
package func wait(
    until what: String, within limit: Duration = .seconds(60), _ condition: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what) }
        try await Task.sleep(for: .milliseconds(2))
    }
}
