/// Numbers with their sign and unit, as reports print them.
package enum Quantity {
    /// `+3`, `−3` with a real minus sign.
    package static func signed(_ number: Int) -> String {
        number < 0 ? "−\(number.magnitude)" : "+\(number)"
    }

    /// `−6 h`, `+30 min`, `+1 h 30 min`
    package static func signedDuration(minutes: Int) -> String {
        (minutes < 0 ? "−" : "+") + duration(minutes: Int(minutes.magnitude))
    }

    /// `6 h`, `30 min`, `1 h 30 min`
    package static func duration(minutes: Int) -> String {
        switch (minutes / 60, minutes % 60) {
        case (0, let minutes): "\(minutes) min"
        case (let hours, 0): "\(hours) h"
        case (let hours, let minutes): "\(hours) h \(minutes) min"
        }
    }

    /// Tenths of a per cent as `12.3 %`, whole ones as `12 %`.
    package static func percent(perMille: Int) -> String {
        perMille % 10 == 0 ? "\(perMille / 10) %" : "\(perMille / 10).\(perMille % 10) %"
    }

    /// `1 change`, `3 changes`
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// A part of a whole: `28.3 %`; a part below a tenth of a per cent is not called nothing.
    package static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return percent(perMille: 0) }
        let perMille = Int((Double(part) / Double(whole) * 1000).rounded())
        return perMille == 0 && part > 0 ? "under 0.1 %" : percent(perMille: perMille)
    }
}
