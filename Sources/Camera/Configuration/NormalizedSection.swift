package import CameraSchema
package import JSONTree

/// One section in canonical form, with everything that is needed to say it again in the camera's words.
package struct NormalizedSection: Sendable {
    /// The settings by canonical name; secrets are replaced by their ``SecretState``.
    package var config: JSONValue
    /// What the schema does not know, as it came.
    package var undocumented: [JSONPointer: JSONValue] = [:]
    /// Places that are not plain settings. A whole object or list of one role is named once.
    package var roles: [Role: Set<JSONPointer>] = [:]
    package var wire = WireQuirks()
    /// The secrets in clear, in memory only.
    package var secrets: [JSONPointer: Secret] = [:]
    /// Secrets that could not be decrypted.
    package var unreadable: Set<JSONPointer> = []

    /// The message from which it was made; a snapshot holds answers.
    package var direction: Direction

    package init(config: JSONValue, from direction: Direction = .get) {
        self.config = config
        self.direction = direction
    }
}
