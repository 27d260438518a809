import JSONTree

extension CameraSchema {
    /// Reads the files in order: an endpoint, enumeration or structure of a later file replaces that of an earlier one.
    ///
    /// - Throws: ``SchemaError`` with everything that is wrong.
    package init(files: [SchemaFile]) throws(SchemaError) {
        let problems = SchemaProblems()
        let loader = SchemaLoader(files, problems)
        loader.checkStructures()
        self = loader.schema { _ in true }
        SchemaChecker(schema: self, places: loader.places, problems: problems).check()
        if !problems.all.isEmpty { throw SchemaError(problems: problems.all) }
    }

    /// The part of the built-in schema that describes these endpoints, for comparing: other endpoints, codes and the digest are
    /// left out. Not checked, because the tests check the whole; so it takes a fraction of the time.
    ///
    /// - Throws: ``SchemaError`` if the part cannot stand alone.
    package static func embedded(describing endpoints: Set<String>) throws(SchemaError) -> CameraSchema {
        let areas = Set(endpoints.map { $0.prefix { $0 != "/" } + ".json" })
        let files = SchemaFile.embedded { areas.contains($0[...]) || $0 == "enums.json" }
        let problems = SchemaProblems()
        let loader = SchemaLoader(files, problems) { path in
            path.count == 2 && path[0] == "endpoints" && !endpoints.contains(path[1])
                || path.count == 3 && (path[2] == "examples" || path[2] == "notes")
        }
        let schema = loader.schema(where: endpoints.contains)
        if !problems.all.isEmpty { throw SchemaError(problems: problems.all) }
        return schema
    }
}

/// Gathers the parts of all files, then makes the endpoints, which refer to parts of any file.
struct SchemaLoader {
    private var enumerations: [String: Enumeration] = [:]
    private var structures: [String: SchemaNode] = [:]
    private var endpointNames: [String] = []
    private var deviceCodes: [DeviceCode] = []
    private var statuses: [HTTPStatusMeaning] = []
    /// Where each endpoint is described.
    private(set) var places: [String: SchemaNode] = [:]
    /// Name and content of the files. A list, because a file that is laid over another may have its name.
    private var documents: [JSONValue] = []

    private static let limits = JSONReader.Limits(bytes: 4 << 20, depth: 64)

    init(_ files: [SchemaFile], _ problems: SchemaProblems, skipping skip: JSONReader.Skip? = nil) {
        for file in files {
            guard let root = Self.root(of: file, problems, skipping: skip) else { continue }
            documents.append(.array([.string(file.name), .object(root.members)]))
            collect(root)
        }
    }

    private static func root(
        of file: SchemaFile, _ problems: SchemaProblems, skipping skip: JSONReader.Skip?
    ) -> SchemaNode? {
        do throws(JSONError) {
            let value = try JSONReader.readStrictly(file.bytes, limits: limits, skipping: skip)
            guard let members = value.objectValue else {
                problems.add("a schema file is an object", file: file.name)
                return nil
            }
            return SchemaNode(file: file.name, pointer: JSONPointer(), members: members, problems: problems)
        } catch {
            problems.add("\(error)", file: file.name)
            return nil
        }
    }

    private mutating func collect(_ root: SchemaNode) {
        root.allowOnly(["format", "area", "structures", "endpoints", "enumerations", "codes", "statuses"])
        if root.integer("format") != 1 { root.problem("this version of CamKeep reads format 1", at: "format") }
        for (name, node) in root.children(of: "enumerations") { enumerations[name] = enumeration(name, node) }
        for (name, node) in root.children(of: "structures") { structures[name] = node }
        for (name, node) in root.children(of: "endpoints") {
            if places.updateValue(node, forKey: name) == nil { endpointNames.append(name) }
        }
        deviceCodes += root.items(of: "codes").map { node in
            node.allowOnly(["code", "source", "meaning", "next"])
            return DeviceCode(
                code: node.requiredText("code"), source: node.requiredText("source"),
                meaning: node.requiredText("meaning"), next: node.requiredText("next"))
        }
        statuses += root.items(of: "statuses").map { node in
            node.allowOnly(["status", "meaning", "next"])
            return HTTPStatusMeaning(
                status: node.requiredInteger("status"), meaning: node.requiredText("meaning"),
                next: node.requiredText("next"))
        }
    }

    private func enumeration(_ name: String, _ node: SchemaNode) -> Enumeration {
        node.allowOnly(["title", "kind", "source", "values", "note"])
        let kind = node.choice("kind", Enumeration.Kind.self) ?? .enumeration
        if !node.has("values") { node.problem("the member \"values\" is missing") }
        let names = node.child("values").map { FieldDecoder.names($0, kind) } ?? [:]
        return Enumeration(name: name, title: node.requiredText("title"), kind: kind, names: names)
    }

    private var fieldDecoder: FieldDecoder {
        FieldDecoder(enumerations: enumerations, structures: structures)
    }

    func checkStructures() {
        fieldDecoder.checkStructures()
    }

    /// The schema with the endpoints that are wanted.
    func schema(where isWanted: (String) -> Bool) -> CameraSchema {
        let decoder = EndpointDecoder(fields: fieldDecoder)
        let wanted = places.filter { isWanted($0.key) }
        return CameraSchema(
            endpoints: wanted.reduce(into: [:]) { $0[$1.key] = decoder.endpoint($1.key, $1.value) },
            endpointNames: endpointNames, enumerations: enumerations, deviceCodes: deviceCodes, statuses: statuses,
            documents: documents)
    }
}
