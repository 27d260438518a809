package import CameraSchema
package import JSONTree

/// A secret that can be written to a camera, by its place in the schema: `network/ftp.password`,
/// `storage/cloud[bindType=16].verificationCode`.
package struct SecretName: Sendable, Hashable {
    package let section: SectionName
    package let place: JSONPointer

    package init(section: SectionName, place: JSONPointer) {
        self.section = section
        self.place = place
    }

    /// Nil if the text is not `SECTION.FIELD`, with a dot before each further member.
    package init?(_ text: String) {
        let end = text.lastIndex(of: "]") ?? text.startIndex
        guard let dot = text[end...].firstIndex(of: "."), let section = SectionName(String(text[..<dot])) else {
            return nil
        }
        let steps = text[text.index(after: dot)...].split(separator: ".", omittingEmptySubsequences: false)
        guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(section: section, place: JSONPointer(steps.map(String.init)))
    }
}

extension SecretName {
    /// The password with which CamKeep itself logs in to a camera. No restore writes it.
    package static let login = SecretName(
        section: SectionName(endpoint: "session/login"), place: JSONPointer(["password"]))
}

extension SecretName: CustomStringConvertible {
    package var description: String { "\(section).\(place.steps.joined(separator: "."))" }
}

extension SecretName: Comparable {
    package static func < (left: SecretName, right: SecretName) -> Bool {
        left.section == right.section ? left.place < right.place : left.section < right.section
    }
}

/// A secret field of an endpoint.
package struct SecretField: Sendable, Hashable {
    package let endpoint: String
    package let place: JSONPointer
    /// `FTP: password`
    package let title: String
    /// Cameras take it and never give it back.
    package let isWithheld: Bool

    /// How it is called on the command line. An endpoint with a selector is written with one of its values in place of `…`.
    package func pattern(_ schema: CameraSchema) -> String {
        let name = SecretName(section: SectionName(endpoint: endpoint), place: place).description
        guard let argument = schema.endpoints[endpoint]?.selector?.argument else { return name }
        return name.replacingPrefix(endpoint, with: "\(endpoint)[\(argument)=…]")
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}

extension CameraSchema {
    /// The secrets that can be written to a camera, in the order of the schema. What stands in a list is not among them:
    /// it has no name that is the same on every camera.
    package var secretFields: [SecretField] {
        endpointNames.compactMap { endpoints[$0] }.filter { $0.kind == .configuration && $0.actions.contains(.set) }
            .flatMap { endpoint in
                endpoint.data.secrets(at: JSONPointer(), titles: [endpoint.title]).map { place, title, isWithheld in
                    SecretField(endpoint: endpoint.name, place: place, title: title, isWithheld: isWithheld)
                }
            }
    }

    /// The field that a name stands for.
    package func secretField(_ name: SecretName) -> SecretField? {
        guard let endpoint = endpoints[name.section.endpoint],
            endpoint.selector?.argument == name.section.selector?.argument
        else { return nil }
        return secretFields.first { $0.endpoint == endpoint.name && $0.place == name.place }
    }
}

extension Field {
    fileprivate func secrets(
        at place: JSONPointer, titles: [String]
    ) -> [(place: JSONPointer, title: String, isWithheld: Bool)] {
        guard case .object(let fields) = type else { return [] }
        return fields.filter { $0.occurs(in: .set) }.flatMap { field in
            let inside = place.appending(field.name)
            let titles = field.title.isEmpty ? titles : titles + [field.title]
            guard field.role == .secret, field.isLeaf else { return field.secrets(at: inside, titles: titles) }
            return [(inside, titles.joined(separator: ": "), field.presence == .set || field.isWithheld)]
        }
    }

    private var isLeaf: Bool {
        switch type {
        case .object, .list: false
        default: true
        }
    }
}
