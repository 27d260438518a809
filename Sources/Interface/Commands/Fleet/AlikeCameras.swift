import Cryptography
import JSONTree
import SemanticDiff

/// Remembers what was shown of the cameras of a run: what is alike is shown once.
struct AlikeCameras {
    /// The first camera of each kind.
    private var first: [ContentDigest: String] = [:]

    /// The camera of which the same was shown before; nil if nothing like it was, and then it counts as shown.
    mutating func shown(_ digest: ContentDigest, of title: String) -> String? {
        if let earlier = first[digest] { return earlier }
        first[digest] = title
        return nil
    }
}

extension ContentDigest {
    /// Equal for equal changes.
    init(of changes: [Change]) {
        self.init(of: JSONWriter.canonical(.array(changes.map { .object($0.json) })))
    }
}
