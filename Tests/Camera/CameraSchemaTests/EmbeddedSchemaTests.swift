import CameraSchema
import Testing

@Suite struct EmbeddedSchemaTests {
    @Test func theEmbeddedFilesHaveNoProblems() throws {
        let schema = try CameraSchema(files: SchemaFile.embedded)
        #expect(schema.promisedEndpoints.count == 51)
        let others = Set(schema.walkedEndpoints.map(\.name)).subtracting(schema.promisedEndpoints.map(\.name))
        #expect(
            others == [
                "image/image-param", "image/ptz-info", "event/privacy-masking", "event/license-plate",
                "event/illegal-parking", "network/alarm-server", "system/capability",
            ])
        let examples = schema.endpoints.values.flatMap { endpoint in endpoint.examples.map { (endpoint, $0) } }
        #expect(examples.allSatisfy { endpoint, example in (example.source == "CamKeep") == endpoint.isWorthAsking })
    }
}
