import CameraSchema
import DiffTestSupport
import Foundation
import JSONTree
import Testing

@testable import Snapshots

/// A store of one camera that is edited and taken again, and is gone with the fixture.
final class HistoryFixture {
    let folder: String
    let store: SnapshotStore
    var camera: ExampleCamera
    private(set) var now = SnapshotTime(secondsSince1970: ExampleCamera.time.secondsSince1970)

    static let name = "front-door"

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "camkeep-history-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path(percentEncoded: false)
        store = SnapshotStore(path: folder + "/store")
        camera = try ExampleCamera()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Takes the camera as it is, an hour later than the last time.
    @discardableResult
    func take(
        only sections: [String]? = nil, archive: [UInt8]? = nil, change: (inout Snapshot) -> Void = { _ in }
    ) throws -> SnapshotEntry {
        now = SnapshotTime(secondsSince1970: now.secondsSince1970 + 3_600)
        var snapshot = camera.snapshot(taken: now)
        if let sections { snapshot.sections = snapshot.sections.filter { sections.contains($0.key) } }
        snapshot.export = archive.map { ExportRecord(.init(fileName: "params.zip", bytes: $0)) }
        change(&snapshot)
        return try store.save(snapshot, as: Self.name, archive: archive.map { .clear($0) }).entry
    }

    /// Something that makes the next snapshot another one.
    func change(_ number: Int) throws {
        try camera.set("network/ftp", "/serverPort", to: .integer(number))
    }

    func entries() throws -> [SnapshotEntry] { try store.list(Self.name) }

    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: store.path).sorted()
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let file = URL(filePath: store.path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
