import CommandLineTool
import Snapshots

/// Where snapshots are kept.
enum StoreOptions {
    static let store = OptionDeclaration.value(
        "store", "DIR", kind: .directory, help: "The folder that holds the snapshots.", defaultValue: "snapshots",
        environment: "CAMKEEP_STORE")

    static func store(_ values: ParsedValues) -> SnapshotStore {
        SnapshotStore(path: values.path(store) ?? "snapshots")
    }
}
