package import CameraSchema
package import JSONTree

/// What of a difference is planned.
package struct PlanOptions: Sendable, Hashable {
    /// Patterns over sections and paths, as `camkeep diff` takes them; nothing named means everything.
    package var only: [String]
    package var except: [String]
    /// Whether who the unit is (name, addresses, GB28181 ids) is written, too: for the replacement of a dead unit.
    package var withIdentity: Bool
    /// Places of identity that are written all the same, because somebody has given their values for this camera. They are no
    /// part of a plan file.
    package var identityPlaces: [SectionName: Set<JSONPointer>] = [:]
    /// Whether presets are written, although that stores wherever the lens points.
    package var withPresets: Bool
    /// Whether a secret that is not at hand ends the planning.
    package var requiresSecrets: Bool
    /// Whether a section is written that clears secrets which the camera keeps and CamKeep does not hold.
    package var allowsClearingSecrets: Bool
    /// Whether held secrets that the camera does not show are written although nothing else of their section differs: a camera
    /// that was reset has lost them, and nothing tells.
    package var rewritesSecrets: Bool

    package init(
        only: [String] = [], except: [String] = [], withIdentity: Bool = false, withPresets: Bool = false,
        requiresSecrets: Bool = false, allowsClearingSecrets: Bool = false, rewritesSecrets: Bool = false
    ) {
        self.only = only
        self.except = except
        self.withIdentity = withIdentity
        self.withPresets = withPresets
        self.requiresSecrets = requiresSecrets
        self.allowsClearingSecrets = allowsClearingSecrets
        self.rewritesSecrets = rewritesSecrets
    }
}
