import CameraSchema
import JSONTree
import SemanticDiff

/// Says why a change may not be written, as far as the schema and the kinds of both cameras decide it.
struct Writability {
    let endpoint: Endpoint?
    let options: PlanOptions
    /// Whether the models differ, so that one side may have what the other does not.
    let isOtherModel: Bool
    let isOtherFirmware: Bool

    /// Why a change is left out; nil if it may be written.
    func reason(_ change: Change) -> Omission.Reason? {
        switch change.role {
        case .volatile, .readOnly, .constraint, .action, .key: return .notWritable(change.role)
        case .setting, .identity, .secret: break
        }
        guard let endpoint, endpoint.isWritten else { return .noWrite }
        guard change.part == .config, change.isDocumented, let field = endpoint.data.member(at: change.pointer) else {
            return .undocumented
        }
        if let commands = endpoint.commands, commands.list.contains(change.pointer) {
            return commands.storesLensPosition && !options.including.contains(.presets) ? .lensPosition : nil
        }
        if field.presence == .get { return .noWrite }
        if change.role == .identity, !options.including.contains(.identity), !isGiven(change) { return .identity }
        return missing(change, endpoint)
    }

    private func isGiven(_ change: Change) -> Bool {
        let given = SectionName(change.section).flatMap { options.identityPlaces[$0] } ?? []
        return given.contains { $0.contains(change.pointer) }
    }

    /// Why a field is left out that one side does not have: its wanted value is unknown, or the camera has no place for it.
    private func missing(_ change: Change, _ endpoint: Endpoint) -> Omission.Reason? {
        guard case .item = change.detail else {
            switch change.kind {
            case .removed: return .notInSnapshot("the camera has this field, the snapshot has not")
            case .added where change.cause == .firmware:
                return .notOnCamera("the camera's firmware does not have this field")
            case .added, .changed, .moved: return nil
            }
        }
        guard isFixed(change, endpoint) else { return nil }
        switch change.kind {
        case .added: return .notOnCamera("the camera does not have this item")
        case .removed: return .notInSnapshot("the snapshot does not have this item")
        case .changed, .moved: return nil
        }
    }

    /// Whether the items of the list belong to the camera, rather than being entered by somebody: streams and sensors come with the
    /// model, and protocols also with the firmware.
    private func isFixed(_ change: Change, _ endpoint: Endpoint) -> Bool {
        var list = change.pointer
        list.steps = list.steps.dropLast()
        guard case .list(_, let identity)? = endpoint.data.member(at: list)?.type else { return false }
        return switch identity {
        case .key: isOtherModel || isOtherFirmware
        case .position: isOtherModel
        case .content: false
        }
    }
}
