package import CameraSchema

/// What a comparison looks at.
package struct DiffOptions: Sendable {
    /// Roles that are compared besides settings, secrets and keys.
    package var include: Set<Role>
    package var filter: PathFilter

    package init(include: Set<Role> = [], filter: PathFilter = PathFilter()) {
        self.include = include
        self.filter = filter
    }

    func includes(_ role: Role) -> Bool {
        switch role {
        case .setting, .secret, .key: true
        case .identity, .volatile, .readOnly, .constraint, .action: include.contains(role)
        }
    }
}
