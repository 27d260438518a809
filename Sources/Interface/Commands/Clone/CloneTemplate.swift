import CameraClient
import CameraSchema
import CommandLineTool
import Files
import Fleet
import JSONTree

/// What each camera of a clone gets for itself.
struct CloneTarget: Sendable {
    let place: FleetTarget
    /// What the store calls it by the table; nil if that does not say.
    let camera: String?
    let values: [FieldValue]
}

/// Reads what single cameras get: from `--set`, and from a table with a row for each.
enum CloneTemplate {
    static let targetColumn = "target"
    static let cameraColumn = "camera"

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private static let largest = 64 << 20

    /// A row of the table is narrower than an option, and that narrower than the inventory.
    ///
    /// - Parameters:
    ///   - targets: the cameras that are named; none for all of the table
    ///   - settings: `PATH=VALUE`, for every camera
    ///   - path: the table
    /// - Throws: ``Fault`` that names row and column, ``UsageFault``
    static func targets(
        _ targets: [FleetTarget], settings: [String], table path: String?, _ resolver: TargetResolver,
        _ schema: CameraSchema
    ) throws -> [CloneTarget] {
        let common = try settings.map { try setting($0, schema) }
        let rows = try path.map { try read($0, resolver, schema) } ?? []
        let chosen: [CloneTarget]
        if targets.isEmpty {
            chosen = rows
        } else {
            chosen = try targets.map { target in
                if let row = rows.first(where: { $0.place.target == target.target }) { return row }
                guard path == nil else {
                    throw Fault(description: "\(path ?? ""): no row is for \(target.title)")
                }
                return CloneTarget(place: target, camera: nil, values: [])
            }
        }
        for (position, one) in chosen.enumerated()
        where chosen[..<position].contains(where: { $0.place.target == one.place.target }) {
            throw UsageFault(description: "\(one.place) is there twice", hint: "name each camera once")
        }
        if chosen.count > 1, let value = common.first(where: { $0.field.role == .identity }) {
            throw UsageFault(
                description: "\(value.section).\(value.pointer.steps.joined(separator: ".")) tells cameras apart: "
                    + "--set would give all of them the same",
                hint: "give each its own with --template, or with \"identity\" in the inventory")
        }
        return try chosen.map { one in
            let own = try one.place.camera.map { try identity(of: $0, schema) } ?? []
            return CloneTarget(place: one.place, camera: one.camera, values: own + common + one.values)
        }
    }

    /// What the inventory says that a camera alone has.
    ///
    /// - Throws: ``Fault`` that names the camera
    static func identity(of camera: InventoryCamera, _ schema: CameraSchema) throws(Fault) -> [FieldValue] {
        var values: [FieldValue] = []
        for (path, value) in camera.identity {
            do throws(FieldValue.Fault) {
                values.append(try FieldValue(path: path, text: value.stringValue ?? value.compactText, schema))
            } catch {
                throw Fault(description: "\(camera.name): \"identity\" of the inventory: \(error)")
            }
        }
        return values
    }

    private static func setting(_ text: String, _ schema: CameraSchema) throws -> FieldValue {
        guard let sign = text.firstIndex(of: "=") else {
            throw UsageFault(description: "--set \(text): there is no =", hint: "write it as --set network/ftp.path=/a")
        }
        do throws(FieldValue.Fault) {
            return try FieldValue(
                path: String(text[..<sign]), text: String(text[text.index(after: sign)...]), schema)
        } catch {
            throw Fault(description: "--set: \(error)")
        }
    }

    // MARK: - The table

    private static func read(
        _ path: String, _ resolver: TargetResolver, _ schema: CameraSchema
    ) throws -> [CloneTarget] {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: largest)
        } catch {
            throw Fault(description: "\(path) cannot be read: \(error.reason)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(description: "\(path) is no UTF-8 text")
        }
        return try rows(text, named: path, resolver, schema)
    }

    /// - Parameter name: what errors call the table
    private static func rows(
        _ text: String, named name: String, _ resolver: TargetResolver, _ schema: CameraSchema
    ) throws(Fault) -> [CloneTarget] {
        let table: CommaSeparatedTable
        do throws(CommaSeparatedTable.Fault) {
            table = try CommaSeparatedTable(text)
            if let uneven = table.unevenRows.first { throw uneven }
        } catch {
            throw Fault(description: "\(name):\(error.line): \(error.reason)")
        }
        let header = table.header.cells
        for column in header where header.count(where: { $0 == column }) > 1 {
            throw Fault(description: "\(name): the column \(column) is there twice")
        }
        guard header.contains(targetColumn) else {
            throw Fault(description: "\(name): there is no column \(targetColumn)")
        }
        for column in header where column != targetColumn && column != cameraColumn {
            do throws(FieldValue.Fault) {
                _ = try FieldValue.place(column, schema)
            } catch {
                throw Fault(description: "\(name): column \(column): \(error)")
            }
        }
        var targets: [CloneTarget] = []
        for row in table.rows {
            let one = try target(row.cells, header, "\(name):\(row.line)", resolver, schema)
            guard !targets.contains(where: { $0.place.target == one.place.target }) else {
                throw Fault(description: "\(name):\(row.line): \(one.place) is there twice")
            }
            targets.append(one)
        }
        return targets
    }

    private static func target(
        _ cells: [String], _ header: [String], _ place: String, _ resolver: TargetResolver, _ schema: CameraSchema
    ) throws(Fault) -> CloneTarget {
        var target: FleetTarget?
        var camera: String?
        var values: [FieldValue] = []
        for (column, cell) in zip(header, cells) {
            switch column {
            case targetColumn:
                do {
                    target = try resolver.target(cell)
                } catch {
                    throw Fault(description: "\(place): column \(column): \(error)")
                }
            case cameraColumn: camera = cell.isEmpty ? nil : cell
            case _ where cell.isEmpty: continue
            default:
                do throws(FieldValue.Fault) {
                    values.append(try FieldValue(path: column, text: cell, schema))
                } catch {
                    throw Fault(description: "\(place): column \(column): \(error)")
                }
            }
        }
        guard let target else { throw Fault(description: "\(place): the target is missing") }
        return CloneTarget(place: target, camera: camera, values: values)
    }
}
