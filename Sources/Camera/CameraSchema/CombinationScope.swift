package import JSONTree

/// Where the camera says which values of a list's items go together (docs/schema.md, Scope): of a video stream, which
/// resolutions each encoding has, and how many frames per second each of those.
package struct CombinationScope: Sendable, Hashable {
    /// Whose answer says it.
    package var endpoint: String
    /// The list that is bounded; its items are told apart by position.
    package var items: JSONPointer
    /// The list in the other endpoint's configuration with the bounds of the item at the same position.
    package var bounds: JSONPointer
    /// The field of an item that chooses one of ``variants``.
    package var chooser: String
    /// Members of the bounds by the chooser's number.
    package var variants: [Int: String]
    /// The list in a variant with what goes together.
    package var combinations: String
    /// Fields of an item that are together one of the combinations.
    package var matching: [String]
    /// What a combination bounds from above: its member by the item's field.
    package var maxima: [String: String]
    /// What the bounds themselves limit, by the item's field.
    package var limits: [String: Field.Limits]
}

/// How the items of a list are written, each by a command of its own, where a set does not take the whole (docs/schema.md, Commands).
package struct ItemCommands: Sendable {
    /// The list that a get answers with.
    package var list: JSONPointer
    /// The member of the set request that takes an item's fields.
    package var member: String
    /// What else the set request holds, in canonical form.
    package var write: JSONObject
    package var remove: JSONObject
    /// Whether writing an item stores wherever the lens points at that moment.
    package var storesLensPosition: Bool
}
