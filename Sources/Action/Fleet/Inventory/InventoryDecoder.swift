import CameraClient
import Cryptography
import JSONTree
import Snapshots
import Text

/// Reads the members of an inventory. It goes on after a problem, so that all are told at once.
struct InventoryDecoder {
    private(set) var problems: [InventoryProblem] = []
    private let places: TextPlaces
    /// Files are named relative to the inventory.
    private let folder: String

    private static let topMembers = ["$schema", "defaults", "cameras"]
    private static let shared = ["groups", "model", "user", "password", "timeout", "connectTimeout", "except"]
    static let cameraMembers = ["name", "address"] + shared + ["knownKey", "identity"]
    private static let longestName = 100
    private static let mostProblems = 50

    init(_ places: TextPlaces, folder: String) {
        self.places = places
        self.folder = folder
    }

    // MARK: - The document

    mutating func cameras(_ document: JSONValue) -> [InventoryCamera] {
        let root = JSONPointer()
        guard let object = object(document, at: root, named: "the inventory") else { return [] }
        checkMembers(of: object, among: Self.topMembers, at: root, named: "the inventory")
        var defaults = JSONObject()
        if let value = object["defaults"],
            let members = self.object(value, at: JSONPointer(["defaults"]), named: "\"defaults\"")
        {
            checkMembers(of: members, among: Self.shared, at: JSONPointer(["defaults"]), named: "\"defaults\"")
            defaults = members
        }
        var found: [(InventoryCamera, JSONPointer)] = []
        let place = JSONPointer(["cameras"])
        switch object["cameras"] {
        case .array(let items)?:
            for (index, item) in items.enumerated() {
                let place = place.appending(index)
                guard let members = self.object(item, at: place, named: "a camera") else { continue }
                if let camera = camera(members, named: nil, at: place, defaults: defaults) {
                    found.append((camera, place))
                }
            }
        case .object(let members)?:
            for (name, item) in members {
                let place = place.appending(name)
                guard let members = self.object(item, at: place, named: "a camera") else { continue }
                if let camera = camera(members, named: name, at: place, defaults: defaults) {
                    found.append((camera, place))
                }
            }
        case let other?: note(place, "\"cameras\" is \(other.typeName), but must be a list or an object")
        case nil: note(root, "there is no member \"cameras\"", hint: "write {\"cameras\": []} and add some")
        }
        checkDistinct(found)
        return found.map(\.0)
    }

    /// Two cameras must not share a folder of the store, nor an address.
    private mutating func checkDistinct(_ cameras: [(camera: InventoryCamera, place: JSONPointer)]) {
        var folders: [String: String] = [:]
        var addresses: [String: String] = [:]
        for (camera, place) in cameras {
            let folder = CameraFolder.name(for: camera.name)
            if let other = folders.updateValue(camera.name, forKey: folder) {
                let what = other == camera.name ? "appears twice" : "would share the folder \(folder) with \(other)"
                note(place, "the name \(camera.name) \(what)", hint: "give each camera a name of its own")
            }
            if let other = addresses.updateValue(camera.name, forKey: camera.target.hostAndPort) {
                note(
                    place.appending("address"), "\(camera.name) has the same address as \(other)",
                    hint: "one of the two is most likely a copying mistake")
            }
        }
    }

    // MARK: - One camera

    private mutating func camera(
        _ own: JSONObject, named memberName: String?, at place: JSONPointer, defaults: JSONObject
    ) -> InventoryCamera? {
        let members = memberName == nil ? Self.cameraMembers : Self.cameraMembers.filter { $0 != "name" }
        checkMembers(of: own, among: members, at: place, named: "a camera")
        let name = memberName ?? text(own["name"], place.appending("name"))
        guard let name else {
            if own["name"] == nil { note(place, "the camera has no name") }
            return nil
        }
        guard Self.isName(name) else {
            note(
                memberName == nil ? place.appending("name") : place, "\"\(name)\" cannot be the name of a camera",
                hint: "use letters, digits, dots, hyphens and underscores, a letter or digit first, at most 100 bytes")
            return nil
        }
        guard let address = text(own["address"], place.appending("address")) else {
            if own["address"] == nil { note(place, "\(name) has no address", hint: "\"address\": \"http://HOST\"") }
            return nil
        }
        let target: CameraTarget
        do throws(TargetError) {
            target = try CameraTarget(address)
        } catch {
            note(place.appending("address"), "\(error)")
            return nil
        }
        var camera = InventoryCamera(name: name, target: target)
        // A default that is wrong is told where it stands, once for each camera that takes it.
        func source(_ member: String) -> (JSONValue?, JSONPointer) {
            own[member] != nil
                ? (own[member], place.appending(member)) : (defaults[member], JSONPointer(["defaults", member]))
        }
        camera.groups = names(source("groups"))
        camera.model = text(source("model"))
        camera.user = text(source("user"))
        camera.password = password(source("password"), of: camera)
        camera.timeout = seconds(source("timeout"), 1...3600)
        camera.connectTimeout = seconds(source("connectTimeout"), 1...600)
        camera.except = texts(source("except"))
        camera.knownKey = key(own["knownKey"], place.appending("knownKey"))
        camera.identity = identity(own["identity"], place.appending("identity"))
        return camera
    }

    /// A name must stay apart from addresses, groups, patterns and options on the command line.
    static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first.isNumber, text.utf8.count <= longestName else {
            return false
        }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
    }

    // MARK: - Values

    private mutating func text(_ source: (JSONValue?, JSONPointer)) -> String? { text(source.0, source.1) }

    private mutating func text(_ value: JSONValue?, _ place: JSONPointer) -> String? {
        guard let value else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            note(place, "\"\(place.steps.last ?? "")\" must be text that is not empty")
            return nil
        }
        return text
    }

    private mutating func texts(_ source: (value: JSONValue?, place: JSONPointer)) -> [String] {
        guard let value = source.value else { return [] }
        guard let items = value.arrayValue else {
            note(source.place, "\"\(source.place.steps.last ?? "")\" must be a list of texts")
            return []
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            if let text = text(item, source.place.appending(index)) { texts.append(text) }
        }
        return texts
    }

    private mutating func names(_ source: (value: JSONValue?, place: JSONPointer)) -> [String] {
        texts(source).filter { name in
            if Self.isName(name) { return true }
            note(
                source.place, "\"\(name)\" cannot be the name of a group", hint: "use letters, digits, dots and hyphens"
            )
            return false
        }
    }

    private mutating func seconds(_ source: (value: JSONValue?, place: JSONPointer), _ range: ClosedRange<Int>) -> Int?
    {
        guard let value = source.value else { return nil }
        guard let number = value.integerValue, range.contains(number) else {
            note(
                source.place,
                "\"\(source.place.steps.last ?? "")\" must be a whole number of seconds from \(range.lowerBound) "
                    + "to \(range.upperBound)")
            return nil
        }
        return number
    }

    private mutating func password(
        _ source: (value: JSONValue?, place: JSONPointer), of camera: InventoryCamera
    ) -> PasswordSource? {
        guard let value = source.value else { return nil }
        guard let object = value.objectValue else {
            note(
                source.place,
                "\"password\" must say where the password comes from; the password itself does not belong here",
                hint: "for example {\"file\": \"password.txt\"} or {\"environment\": \"GATE_PASSWORD\"}")
            return nil
        }
        checkMembers(of: object, among: PasswordSource.kinds, at: source.place, named: "\"password\"")
        let given = object.names.filter(PasswordSource.kinds.contains)
        if given == ["vault"] {
            if object["vault"] == true {
                return .vault(camera: CameraFolder.name(for: camera.name), groups: camera.groups)
            }
            note(source.place.appending("vault"), "\"vault\" must be true", hint: "it means the vault of the store")
            return nil
        }
        guard let kind = given.first, given.count == 1, let text = text(object[kind], source.place.appending(kind))
        else {
            if given.count != 1 {
                note(source.place, "\"password\" needs exactly one of \(PasswordSource.kinds.joined(separator: ", "))")
            }
            return nil
        }
        switch kind {
        case "environment": return .environment(text)
        case "file": return .file(path(text))
        case "command": return .command(text)
        default: return .sealed(path(text))
        }
    }

    private func path(_ text: String) -> String {
        text.hasPrefix("/") || folder.isEmpty ? text : folder + "/" + text
    }

    private mutating func key(_ value: JSONValue?, _ place: JSONPointer) -> PublicKeyPin? {
        guard let text = text(value, place) else { return nil }
        if let pin = PublicKeyPin(text) { return pin }
        note(place, "this is not a key", hint: "write it as the known-cameras file does: sha256// and 44 characters")
        return nil
    }

    private mutating func identity(_ value: JSONValue?, _ place: JSONPointer) -> JSONObject {
        guard let value, let object = object(value, at: place, named: "\"identity\"") else { return JSONObject() }
        for (path, value) in object {
            let isPath = path.split(separator: "/").count >= 2 && path.split(separator: ".").count >= 2
            if !isPath {
                note(
                    place.appending(path), "\"\(path)\" is not the path of a setting",
                    hint: "write it as diff does: network/interfaces.ip")
            }
            if value.objectValue != nil || value.arrayValue != nil {
                note(place.appending(path), "\"\(path)\" must be text, a number, true or false")
            }
        }
        return object
    }

    private mutating func object(_ value: JSONValue, at place: JSONPointer, named what: String) -> JSONObject? {
        if let object = value.objectValue { return object }
        note(place, "\(what) is \(value.typeName), but must be an object")
        return nil
    }

    private mutating func checkMembers(
        of object: JSONObject, among known: [String], at place: JSONPointer, named what: String
    ) {
        for name in object.names where !known.contains(name) {
            let guess = Suggestion.closest(to: name, among: known)
            note(
                place.appending(name), "\(what) has no member \"\(name)\"",
                hint: guess.map { "did you mean \"\($0)\"?" } ?? "it has \(known.joined(separator: ", "))")
        }
    }

    private mutating func note(_ place: JSONPointer, _ message: String, hint: String? = nil) {
        let (line, column) = places.lineAndColumn(of: place)
        let problem = InventoryProblem(line: line, column: column, message, hint: hint)
        if problems.count < Self.mostProblems, !problems.contains(problem) { problems.append(problem) }
    }
}
