package import CameraClient

extension CameraError {
    /// Every way in which the error can reach a screen or a log.
    package var allTexts: String {
        var dumped = ""
        dump(self, to: &dumped)
        return ["\(self)", message, hint, sent ?? "", String(reflecting: self), dumped].joined(separator: "\n")
    }
}
