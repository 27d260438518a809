import CameraSchema
import Testing

@Suite struct EmbeddedSchemaTests {
    @Test func theEmbeddedFilesHaveNoProblems() throws {
        let schema = try CameraSchema(files: SchemaFile.embedded)
        #expect(schema.walkedEndpoints.count == 51)
    }
}
