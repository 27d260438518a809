package import CameraSchema
package import JSONTree

/// What of a difference is planned.
package struct PlanOptions: Sendable, Hashable {
    /// What a plan leaves alone unless somebody asks for it.
    package enum Extra: Sendable, Hashable {
        /// Who the unit is (name, addresses, GB28181 ids): for the replacement of a dead unit.
        case identity
        /// Presets, although writing one stores wherever the lens points now.
        case presets
    }

    /// How a plan treats secrets.
    package enum SecretRule: Sendable, Hashable {
        /// A secret that is not at hand ends the planning.
        case mustBeHeld
        /// A section is written even if that clears secrets which the camera keeps and CamKeep does not hold.
        case mayBeCleared
        /// Held secrets that the camera does not show are written even if nothing else in their section differs: a camera that
        /// was reset has lost them, and nothing it says would show that.
        case areRewritten
    }

    /// Patterns over sections and paths, as `camkeep diff` takes them; an empty list means everything.
    package var only: [String]
    /// Patterns over what is left out, in the same form.
    package var except: [String]
    /// What is written beyond settings and secrets.
    package var including: Set<Extra>
    /// The rules for secrets.
    package var secrets: Set<SecretRule>
    /// Places of identity that are written even without ``Extra/identity``, because somebody has given their values for this
    /// camera. They are not part of a plan file.
    package var identityPlaces: [SectionName: Set<JSONPointer>] = [:]

    /// Options with these rules. Without arguments: every setting, and every secret that is at hand.
    package init(
        only: [String] = [], except: [String] = [], including: Set<Extra> = [], secrets: Set<SecretRule> = []
    ) {
        self.only = only
        self.except = except
        self.including = including
        self.secrets = secrets
    }
}
