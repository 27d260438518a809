// CameraSchema is the API of the cameras as data: it reads `schema/*.json` into endpoints, sections, fields, types and roles,
// and checks that the parts fit together. Everything else asks it: what to read, what a value means, what may be written and in
// which order.
//
// A field or an endpoint is added in `schema/` alone (docs/schema.md). A new kind of value is a case of ``ValueType``: it is
// read in FieldDecoder, turned into canonical form in Configuration, compared in SemanticDiff and worded in Reports.

package import Cryptography
import JSONTree

/// Everything that CamKeep knows about the cameras' API (docs/schema.md).
package struct CameraSchema: Sendable {
    /// By name.
    package let endpoints: [String: Endpoint]
    /// The names of all endpoints in the order of the files.
    package let endpointNames: [String]
    package let enumerations: [String: Enumeration]
    package let deviceCodes: [DeviceCode]
    package let statuses: [HTTPStatusMeaning]
    /// Name and content of the files as they were read.
    let documents: [JSONValue]

    /// The endpoints that a walk reads, in the order of the files.
    package var walkedEndpoints: [Endpoint] {
        endpointNames.compactMap { endpoints[$0] }.filter(\.isWalked)
    }

    /// The endpoints that every camera of the document has: all that a walk reads but those that are only worth asking for.
    package var promisedEndpoints: [Endpoint] {
        walkedEndpoints.filter { !$0.isWorthAsking }
    }

    /// Over the canonical form of all files: names the schema by which a snapshot was made.
    package var digest: ContentDigest {
        ContentDigest(of: JSONWriter.canonical(.array(documents)))
    }

    /// The endpoint to which a section belongs.
    package func endpoint(of section: SectionName) -> Endpoint? {
        endpoints[section.endpoint]
    }

    /// What the camera's code can mean, in the order of `errors.json`.
    ///
    /// - Parameter code: as the camera writes it; the document lists some in hexadecimal that cameras send in decimal
    package func meanings(ofCode code: String) -> [DeviceCode] {
        let number = DeviceCode.number(code)
        return deviceCodes.filter { $0.code == code || number != nil && DeviceCode.number($0.code) == number }
    }
}
