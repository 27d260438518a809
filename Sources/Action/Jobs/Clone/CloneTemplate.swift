import CameraClient
package import CameraSchema
import Files
package import Fleet
import JSONTree

/// What each camera of a clone gets for itself.
package struct CloneTarget: Sendable {
    package let place: FleetTarget
    /// What the store calls it by the table; nil if that does not say.
    package let camera: String?
    package let values: [FieldValue]
}

/// Reads what single cameras get: from `PATH=VALUE` settings, from the inventory, and from a table with a row for each.
package struct CloneTemplate {
    package static let targetColumn = "target"
    package static let cameraColumn = "camera"

    private static let largest = 64 << 20

    private let schema: CameraSchema
    private let resolver: TargetResolver

    package init(schema: CameraSchema, resolver: TargetResolver) {
        self.schema = schema
        self.resolver = resolver
    }

    /// A setting or a table that says something impossible.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// A row of the table is narrower than a setting, and that narrower than the inventory.
    ///
    /// - Parameters:
    ///   - targets: the cameras that are named; none for all of the table
    ///   - settings: `PATH=VALUE`, for every camera
    ///   - path: the table
    /// - Throws: ``Fault`` that names row and column, ``RequestFault``
    package func targets(_ targets: [FleetTarget], settings: [String], table path: String?) throws -> [CloneTarget] {
        let common = try settings.map(setting)
        let rows = try path.map(read) ?? []
        let chosen = targets.isEmpty ? rows : try targets.map { try row(for: $0, in: rows, of: path) }
        for (position, one) in chosen.enumerated()
        where chosen[..<position].contains(where: { $0.place.target == one.place.target }) {
            throw RequestFault(description: "\(one.place) is there twice", hint: "name each camera once")
        }
        if chosen.count > 1, let value = common.first(where: { $0.field.role == .identity }) {
            throw RequestFault(
                description: "\(value.path) distinguishes cameras: --set would give all of them the same",
                hint: "give each its own with --template, or with \"identity\" in the inventory")
        }
        return try chosen.map { one in
            let own = try one.place.camera.map { try Self.identity(of: $0, schema: schema) } ?? []
            return CloneTarget(place: one.place, camera: one.camera, values: own + common + one.values)
        }
    }

    private func row(for target: FleetTarget, in rows: [CloneTarget], of path: String?) throws(Fault) -> CloneTarget {
        if let row = rows.first(where: { $0.place.target == target.target }) { return row }
        if let path { throw Fault(description: "\(path): no row is for \(target.title)") }
        return CloneTarget(place: target, camera: nil, values: [])
    }

    /// What the inventory says that a camera alone has.
    ///
    /// - Throws: ``Fault`` that names the camera
    package static func identity(of camera: InventoryCamera, schema: CameraSchema) throws(Fault) -> [FieldValue] {
        var values: [FieldValue] = []
        for (path, value) in camera.identity {
            do throws(FieldValue.Fault) {
                let text = value.stringValue ?? value.compactText
                values.append(try FieldValue(path: path, text: text, schema: schema))
            } catch {
                throw Fault(description: "\(camera.name): \"identity\" of the inventory: \(error)")
            }
        }
        return values
    }

    private func setting(_ text: String) throws -> FieldValue {
        guard let sign = text.firstIndex(of: "=") else {
            throw RequestFault(
                description: "--set \(text): there is no =", hint: "write it as --set network/ftp.path=/a")
        }
        do throws(FieldValue.Fault) {
            return try FieldValue(
                path: String(text[..<sign]), text: String(text[text.index(after: sign)...]), schema: schema)
        } catch {
            throw Fault(description: "--set: \(error)")
        }
    }

    // MARK: - The table

    private func read(_ path: String) throws -> [CloneTarget] {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: Self.largest)
        } catch {
            throw Fault(description: "\(path) cannot be read: \(error.reason)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(description: "\(path) is not UTF-8 text")
        }
        return try rows(text, named: path)
    }

    /// - Parameter name: what errors call the table
    private func rows(_ text: String, named name: String) throws(Fault) -> [CloneTarget] {
        let table: CommaSeparatedTable
        do throws(CommaSeparatedTable.Fault) {
            table = try CommaSeparatedTable(text)
            if let uneven = table.unevenRows.first { throw uneven }
        } catch {
            throw Fault(description: "\(name):\(error.line): \(error.reason)")
        }
        let header = table.header.cells
        try check(header, named: name)
        var targets: [CloneTarget] = []
        for row in table.rows {
            let one = try target(Array(zip(header, row.cells)), at: "\(name):\(row.line)")
            guard !targets.contains(where: { $0.place.target == one.place.target }) else {
                throw Fault(description: "\(name):\(row.line): \(one.place) is there twice")
            }
            targets.append(one)
        }
        return targets
    }

    private func check(_ header: [String], named name: String) throws(Fault) {
        for column in header where header.count(where: { $0 == column }) > 1 {
            throw Fault(description: "\(name): the column \(column) is there twice")
        }
        guard header.contains(Self.targetColumn) else {
            throw Fault(description: "\(name): there is no column \(Self.targetColumn)")
        }
        for column in header where column != Self.targetColumn && column != Self.cameraColumn {
            do throws(FieldValue.Fault) {
                _ = try FieldValue.place(column, schema)
            } catch {
                throw Fault(description: "\(name): column \(column): \(error)")
            }
        }
    }

    /// - Parameters:
    ///   - cells: with the names of their columns
    ///   - place: what errors call the row
    private func target(_ cells: [(column: String, text: String)], at place: String) throws(Fault) -> CloneTarget {
        var target: FleetTarget?
        var camera: String?
        var values: [FieldValue] = []
        for (column, text) in cells {
            switch column {
            case Self.targetColumn:
                do {
                    target = try resolver.target(text)
                } catch {
                    throw Fault(description: "\(place): column \(column): \(error)")
                }
            case Self.cameraColumn: camera = text.isEmpty ? nil : text
            case _ where text.isEmpty: continue
            default:
                do throws(FieldValue.Fault) {
                    values.append(try FieldValue(path: column, text: text, schema: schema))
                } catch {
                    throw Fault(description: "\(place): column \(column): \(error)")
                }
            }
        }
        guard let target else { throw Fault(description: "\(place): the target is missing") }
        return CloneTarget(place: target, camera: camera, values: values)
    }
}
