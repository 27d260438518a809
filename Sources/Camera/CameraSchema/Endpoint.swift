package import JSONTree

/// One API path of the camera, as schema/ describes it (docs/schema.md, Endpoint).
package struct Endpoint: Sendable {
    /// The path without `/api/`: `network/port`.
    package var name: String
    package var title: String
    package var path: String
    /// Where the facts come from: `document 7.3.2`.
    package var source: String
    package var kind: Kind
    /// Whether only some firmware has it: whoever does not answer for it does not have it.
    package var isWorthAsking: Bool
    package var actions: Set<Action>
    /// What a call does, for those that act.
    package var danger: String?
    /// Fixed arguments of the get request; nil where its data is null.
    package var arguments: JSONObject?
    package var selector: Selector?
    package var encryption: [Direction: EncryptionNames]
    package var capability: Capability?
    package var scope: CombinationScope?
    package var commands: ItemCommands?
    /// Endpoints that a restore writes before this one.
    package var after: [String]
    package var interrupts: Set<Interruption>
    /// The message's `data`.
    package var data: Field
    /// Rows of the document's parameter table that are no field, with the reason.
    package var leftOut: [String: String]
    package var notes: [String]
    package var examples: [Example]

    package enum Kind: String, Sendable, Hashable {
        case configuration
        case status
        case session
        case action
        case log
        case export
    }

    package enum Action: String, Sendable, Hashable {
        case get
        case set
        case delete
    }

    /// The field of `system/capabilities` that says whether the camera has this endpoint.
    package struct Capability: Sendable, Hashable {
        package var name: String
        package var on: [Int]
    }

    package struct Example: Sendable {
        package var action: Action
        package var selector: Int?
        package var data: JSONValue
        /// Where it comes from, if it is not the document's: `CamKeep` for one that was made up.
        package var source: String?
    }

    /// Whether a restore may write it.
    package var isWritten: Bool {
        kind == .configuration && actions.contains(.set)
    }

    /// Whether a walk reads this endpoint into a snapshot's sections.
    package var isWalked: Bool {
        (kind == .configuration || kind == .status) && actions.contains(.get)
    }
}

/// Wire names of the members that every encrypted message carries (field facts, Encrypted fields, 4).
package struct EncryptionNames: Sendable, Hashable {
    package var loginName: String
    package var encryptionType: String
    package var datetime: String
    package var iv: String

    package var all: [String] { [loginName, encryptionType, datetime, iv] }
}

/// The argument for whose every value an endpoint is asked once.
package struct Selector: Sendable, Hashable {
    package var argument: String
    package var title: String
    package var enumeration: Enumeration?
    package var source: Source
    /// Of `bits`: whether the mask is known to name all values. If not, the documented values of the enumeration are asked for, too.
    package var isCertain: Bool

    /// The values that are worth asking for, although the camera does not name them.
    package var guesses: [Int] {
        switch source {
        case .values, .range: []
        case .candidates(let values): values
        case .bits: isCertain ? [] : (enumeration?.names.keys.filter { $0 > 0 } ?? []).sorted()
        }
    }

    package enum Source: Sendable, Hashable {
        /// A refusal is a failure.
        case values([Int])
        /// Worth asking; one that the camera refuses is unsupported.
        case candidates([Int])
        /// The bits of a bitmask in another endpoint's canonical data.
        case bits(endpoint: String, pointer: JSONPointer, otherwise: [Int])
        /// The range that the answer for `first` names.
        case range(first: Int, minimum: JSONPointer, maximum: JSONPointer)
    }
}
