/// A user of a camera. The password shows itself in no description.
package struct Credentials: Sendable {
    package let user: String
    let password: Password

    package init(user: String, password: String) {
        self.user = user
        self.password = Password(text: password)
    }
}

struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    var description: String { "<password>" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
