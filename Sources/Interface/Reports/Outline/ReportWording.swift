import SemanticDiff
import Snapshots

/// Sentences that every report has.
enum ReportWording {
    /// `3 changes: 1 security, 2 recording`. Sections that could not be compared never count as "no differences".
    static func closing(_ outline: DifferenceOutline) -> String {
        let settings = outline.settings
        let explained = outline.firmware.reduce(0) { $0 + $1.count }
        if settings.isEmpty {
            if explained > 0 { return onlyExplained(explained) + "." }
            return outline.isCertain ? "No differences." : "No differences in what could be compared."
        }
        return counts(settings, explained: explained)
    }

    /// `3 changes: 1 security, 2 recording; 5 more explained by the new firmware`
    static func counts(_ settings: [Change], explained: Int) -> String {
        let counts = "\(Quantity.count(settings.count, "change")): \(settings.countsByImpact)"
        return explained == 0 ? counts : "\(counts); \(moreExplained(explained))"
    }

    static func onlyExplained(_ count: Int) -> String {
        "No settings changed; \(Quantity.count(count, "change")) explained by the new firmware"
    }

    static func moreExplained(_ count: Int) -> String {
        "\(count) more explained by the new firmware"
    }

    static let unread = "Could not be read, so nothing is known about their changes:"

    /// Nil if all could be compared.
    static func secrets(_ number: Int) -> String? {
        guard number > 0 else { return nil }
        return
            "\(Quantity.count(number, "secret")) \(number == 1 ? "is" : "are") set on both sides and cannot be compared."
    }

    /// `Front door, IPC-1, 192.168.1.10`
    static func identity(_ camera: CameraIdentity) -> String {
        [camera.name, camera.model, camera.address].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
