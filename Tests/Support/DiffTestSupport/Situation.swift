package import CameraSchema
package import SemanticDiff
import Snapshots

/// Two configurations with something real between them; every report has a golden file of it.
package struct Situation: Sendable, CustomStringConvertible {
    /// The name of its golden files, without the format: `drifted-camera`.
    package let name: String
    private let edit: @Sendable (inout ExampleCamera, inout ExampleCamera) throws -> Void
    private let options: DiffOptions
    private let names: (old: String, new: String)

    package var description: String { name }

    /// - Parameter edit: what makes the old and the new camera out of two that are alike
    init(
        _ name: String, names: (old: String, new: String) = ("front-door@previous", "front-door@latest"),
        options: DiffOptions = DiffOptions(),
        _ edit: @escaping @Sendable (_ old: inout ExampleCamera, _ new: inout ExampleCamera) throws -> Void
    ) {
        self.name = name
        self.names = names
        self.options = options
        self.edit = edit
    }

    package func difference() throws -> (difference: Difference, schema: CameraSchema) {
        var old = try ExampleCamera()
        var new = old
        try edit(&old, &new)
        let difference = Differ(schema: old.schema, options: options).difference(
            old.snapshot(), named: names.old, new.snapshot(taken: ExampleCamera.later), named: names.new)
        return (difference, old.schema)
    }
}
