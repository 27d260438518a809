package import CameraClient
import Files
import Glibc
import JSONTree

/// The cameras of a site, as a file describes them: docs/fleet.md, `schema/inventory-v1.schema.json`.
package struct Inventory: Sendable {
    package static let defaultPath = "cameras.json"

    package let path: String
    /// In the order of the file.
    package let cameras: [InventoryCamera]
    private let byName: [String: Int]
    private let byAddress: [String: Int]

    /// - Throws: ``InventoryError`` with everything that is wrong.
    package init(path: String) throws(InventoryError) {
        try self.init(try Self.read(path), path: path)
    }

    /// - Parameter bytes: the content of the file.
    package init(_ bytes: [UInt8], path: String) throws(InventoryError) {
        self.path = path
        let text: CommentedJSON
        do throws(JSONError) {
            text = try CommentedJSON(bytes)
        } catch {
            let message = "\(error)".split(separator: " (line").first.map(String.init) ?? "\(error)"
            throw InventoryError(path, [InventoryProblem(line: error.line, column: error.column, message)])
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        var decoder = InventoryDecoder(TextPlaces(bytes: text.bytes), folder: folder)
        cameras = decoder.cameras(text.value)
        guard decoder.problems.isEmpty else { throw InventoryError(path, decoder.problems) }
        byName = Dictionary(uniqueKeysWithValues: zip(cameras.map(\.name), cameras.indices))
        byAddress = Dictionary(uniqueKeysWithValues: zip(cameras.map(\.target.hostAndPort), cameras.indices))
    }

    static func read(_ path: String) throws(InventoryError) -> [UInt8] {
        do throws(FileFault) {
            return try OpenFile(reading: path).readAll(limit: CommentedJSON.largest)
        } catch {
            throw InventoryError(path, "the inventory cannot be read: \(error.reason)")
        }
    }

    package func camera(named name: String) -> InventoryCamera? { byName[name].map { cameras[$0] } }

    package func camera(at target: CameraTarget) -> InventoryCamera? {
        byAddress[target.hostAndPort].map { cameras[$0] }
    }

    /// The names of all groups, sorted.
    package var groups: [String] { Set(cameras.flatMap(\.groups)).sorted() }
}
