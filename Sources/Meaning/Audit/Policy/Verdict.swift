import CameraSchema
import Configuration
import JSONTree
import Text

/// Whether a condition holds of a value.
enum Verdict: Hashable {
    case holds
    case fails
    /// Nobody can tell; the reason is for people.
    case unknown(String)

    init(_ holds: Bool) {
        self = holds ? .holds : .fails
    }

    var inverted: Verdict {
        switch self {
        case .holds: .fails
        case .fails: .holds
        case .unknown: self
        }
    }
}

/// A value with what a condition must know of its surroundings.
struct ConditionSubject {
    let value: JSONValue
    let endpoint: String
    let pointer: JSONPointer
    /// The camera's firmware, as it says it.
    let firmware: String?
    let key: FingerprintKey?

    func verdict(_ condition: Condition) -> Verdict {
        switch condition {
        case .not(let inner): return verdict(inner).inverted
        case .present(let isPresent): return Verdict(isPresent)
        case .firmwareAtLeast(let minimum): return firmwareVerdict(minimum)
        case .secretSet, .secretNoneOf:
            guard let state = SecretState(json: value) else { return .unknown("it is not a secret") }
            return secretVerdict(condition, state)
        case .equals, .oneOf, .matches, .range, .scheduleCovers:
            guard SecretState(json: value) == nil else {
                return .unknown("it is a secret; secretSet and secretNoneOf can check one")
            }
            return plainVerdict(condition)
        }
    }

    private func plainVerdict(_ condition: Condition) -> Verdict {
        switch condition {
        case .equals(let expected): return Verdict(value.means(expected))
        case .oneOf(let choices): return Verdict(choices.contains(where: value.means))
        case .matches(let pattern):
            guard let text = value.plainText else { return .unknown("it is \(value.typeName) and not text") }
            return Verdict(TextPattern(pattern).matches(text))
        case .range(let minimum, let maximum):
            guard let number = value.integerValue ?? value.enumerationNumber else {
                return .unknown("it is not a whole number")
            }
            return Verdict(number >= minimum ?? .min && number <= maximum ?? .max)
        case .scheduleCovers(let demand):
            guard let schedule = WeeklySchedule(json: value) else { return .unknown("it is not a schedule") }
            return Verdict(demand.isCovered(by: schedule))
        default: return .unknown("it cannot be checked")
        }
    }

    private func firmwareVerdict(_ minimum: FirmwareVersion) -> Verdict {
        guard let version = firmware.flatMap(FirmwareVersion.init(in:)) else {
            return .unknown("the camera's firmware names no version")
        }
        return Verdict(version >= minimum)
    }

    private func secretVerdict(_ condition: Condition, _ state: SecretState) -> Verdict {
        switch (condition, state) {
        case (_, .unreadable): return .unknown("the secret could not be decrypted when the snapshot was taken")
        case (.secretSet(let isSet), .set): return Verdict(isSet)
        case (.secretSet(let isSet), .empty): return Verdict(!isSet)
        case (.secretNoneOf(let texts), .empty): return Verdict(!texts.contains(""))
        case (.secretNoneOf, .set(nil)): return .unknown("the snapshot has no fingerprint of the secret")
        case (.secretNoneOf(let texts), .set(let fingerprint?)):
            guard let key else { return .unknown("there is no fingerprint key to compare the secret with") }
            let known = texts.map {
                key.fingerprint(of: Secret(.string($0)), endpoint: endpoint, pointer)
            }
            guard known.contains(where: { $0?.key == fingerprint.key }) else {
                return .unknown("the secret was fingerprinted under another key")
            }
            return Verdict(!known.contains(fingerprint))
        default: return .unknown("it cannot be checked")
        }
    }
}

extension JSONValue {
    /// Whether a policy's value means this one: of an enumeration the name, the number or both (`SNMPv3`, 3, `SNMPv3 (3)`).
    fileprivate func means(_ expected: JSONValue) -> Bool {
        if self == expected { return true }
        guard let text = stringValue, let number = enumerationNumber, let open = text.lastIndex(of: "(") else {
            return false
        }
        if expected.integerValue == number { return true }
        let name = text[..<open]
        return expected.stringValue.map { $0 == (name.last == " " ? name.dropLast() : name) } ?? false
    }

    fileprivate var enumerationNumber: Int? {
        stringValue.flatMap(Enumeration.number(inCanonical:))
    }

    fileprivate var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        default: nil
        }
    }
}
