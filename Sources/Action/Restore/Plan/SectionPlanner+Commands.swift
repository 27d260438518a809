import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

extension SectionPlanner {
    /// The canonical data of one set request for each item that changed, in the order of the changes.
    mutating func commandRequests(_ commands: ItemCommands, on liveSection: NormalizedSection) -> [JSONValue] {
        guard let merged = applyKept(to: liveSection) else { return [] }
        var requests: [JSONValue] = []
        for (step, changes) in changesByItem(commands) {
            let place = commands.list.appending(step)
            let isRemoved = changes.contains { $0.pointer == place && $0.kind == .removed }
            let item = isRemoved ? changes.first?.old : merged.config[place]
            guard let item, let request = commandRequest(commands, for: item, isRemoved: isRemoved) else {
                omit(changes, .doesNotFit("the item cannot be expressed as a command"))
                continue
            }
            if let violation = LimitCheck.violations(in: request, of: endpoint.data).first {
                omit(changes, .outOfRange(violation.words))
            } else if let fault = encodingFault(of: request) {
                omit(changes, .doesNotFit(fault))
            } else {
                requests.append(request)
            }
        }
        return requests
    }

    private mutating func applyKept(to liveSection: NormalizedSection) -> NormalizedSection? {
        do throws(ApplyError) {
            return try liveSection.applying(kept, section: section)
        } catch {
            omit(kept, .doesNotFit(error.reason))
            return nil
        }
    }

    private func changesByItem(_ commands: ItemCommands) -> [(step: String, changes: [Change])] {
        var order: [String] = []
        var groups: [String: [Change]] = [:]
        for change in kept where change.pointer.steps.count > commands.list.steps.count {
            let step = change.pointer.steps[commands.list.steps.count]
            if groups[step] == nil { order.append(step) }
            groups[step, default: []].append(change)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    private func commandRequest(_ commands: ItemCommands, for item: JSONValue, isRemoved: Bool) -> JSONValue? {
        guard let object = item.objectValue, let fields = endpoint.data.member(commands.member)?.members else {
            return nil
        }
        let members = fields.compactMap { field in object[field.name].map { (field.name, $0) } }
        var request = isRemoved ? commands.remove : commands.write
        request[commands.member] = .object(JSONObject(members))
        return .object(request)
    }

    private func encodingFault(of request: JSONValue) -> String? {
        do throws(EncodingError) {
            _ = try WireEncoder.encode(NormalizedSection(config: request, from: .set), of: endpoint, .set)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
