import CommandLineTool
import Fleet
import Text

extension FleetTable.Row {
    static func failed(_ target: FleetTarget, _ error: any Error) -> FleetTable.Row {
        let failure = Failures.tell(error)
        let isUntouched = if case .stopped? = error as? FleetFault { true } else { false }
        return FleetTable.Row(
            trouble: isUntouched ? .notTried : .failed, word: isUntouched ? "not tried" : "failed", title: target.title,
            detail: HarmlessText.escaped(Failures.reason(error), limit: 200), hint: failure.hint)
    }
}
