package import Audit
package import CameraSchema
package import Text

/// An audit for a terminal: the outliers first, as a matrix and then each with its exact differences.
package struct AuditTextReport {
    private let result: AuditResult
    private let schema: CameraSchema
    private let style: OutputStyle
    private let layout: TextLayout
    private let rules: BrokenRules

    /// Names in one line of a list.
    private static let mostNames = 8

    /// - Parameter width: columns of the terminal; at least 40 and at most 120 are used
    package init(_ result: AuditResult, schema: CameraSchema, style: OutputStyle, width: Int) {
        self.result = result
        self.schema = schema
        self.style = style
        layout = TextLayout(width: width)
        rules = BrokenRules(result)
    }

    /// Lines that end with a newline, at most as wide as the width.
    package func text() -> String {
        let dirty = result.cameras.filter { !$0.isClean }
        let outliers = dirty.filter { !$0.standingOut(rules.common).isEmpty }
        let others = dirty.filter { $0.standingOut(rules.common).isEmpty }
        let matrix = AuditTextMatrix(
            outliers, commonRules: rules.common, schema: schema, style: style, layout: layout)
        var blocks = [head, matrix.lines]
        blocks += outliers.map(camera) + [commonOffenders(others), brokenRules]
        blocks += [ties, gaps, unreadCameras, unreadSections, secrets, unchecked, waivers, closing]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var head: [String] {
        layout.lines(AuditWording.title(result), styled: style.bold)
            + AuditWording.basis(result).flatMap { layout.lines($0) }
    }

    private var closing: [String] {
        let isBad = result.hasFindings
        return layout.lines(AuditWording.closing(result), styled: { style.bold(isBad ? style.red($0) : $0) })
    }

    // MARK: - Rules

    /// Each rule is explained once, because many cameras break the same ones.
    private var brokenRules: [String] {
        guard !rules.entries.isEmpty else { return [] }
        return layout.lines("Broken rules", styled: style.bold)
            + rules.entries.flatMap { entry in
                let extent = rules.extent(entry, mostNames: Self.mostNames)
                return layout.lines(
                    "\(entry.rule.title) (\(entry.rule.id))", label: "  " + severity(entry.rule.severity) + "  ",
                    labelWidth: 11)
                    + indented(
                        ([extent] + rules.evidence(entry, most: Self.mostNames)).filter { !$0.isEmpty }
                            .joined(separator: "; "))
                    + indented("\(entry.rule.reason) \(entry.rule.message)", styled: style.dim)
            }
    }

    private func severity(_ severity: Severity) -> String {
        let text = DisplayWidth.padded(severity.rawValue, to: 7)
        return switch severity {
        case .error: style.red(text)
        case .warning: style.yellow(text)
        case .note: style.dim(text)
        }
    }

    private func indented(_ text: String, by columns: Int = 11, styled: (String) -> String = { $0 }) -> [String] {
        layout.lines(
            text, label: String(repeating: " ", count: columns), labelWidth: columns, styled: styled)
    }

    // MARK: - Cameras

    private func camera(_ camera: CameraAudit) -> [String] {
        let identity = ReportWording.identity(camera.identity)
        var lines = heading(camera.name)
        lines += indented(
            [identity, "taken \(camera.taken)", AuditWording.counts(camera.count)].filter { !$0.isEmpty }
                .joined(separator: ", "), by: 2, styled: style.dim)
        let sections = DifferenceOutline.sections(camera.deviations, schema)
        let block = ChangeLines(style: style, layout: TextLayout(width: layout.width))
        for section in sections { lines += block.lines(section) }
        return lines + violations(camera)
    }

    /// The name with a line after it, which sets the cameras apart.
    private func heading(_ name: String) -> [String] {
        var lines = TextLayout.wrapped(HarmlessText.escaped(name, limit: 200), width: layout.width - 4)
        let rest = layout.width - DisplayWidth.of(lines.last ?? "") - 1
        let rule = " " + String(repeating: "─", count: max(0, rest))
        lines = lines.map { style.bold(style.cyan($0)) }
        if let last = lines.popLast() { lines.append(last + style.dim(rule)) }
        return lines
    }

    private func violations(_ camera: CameraAudit) -> [String] {
        let rare = camera.rareViolations(rules).flatMap { finding in
            guard let violation = finding.violation else { return [String]() }
            return layout.lines(
                "\(AuditWording.evidence(violation)) (\(violation.rule.id))",
                label: "  " + severity(finding.severity) + "  ", labelWidth: 11)
        }
        let common = camera.commonRules(rules)
        guard !common.isEmpty else { return rare }
        return rare
            + indented(
                "breaks, as most cameras do: \(common.joined(separator: ", "))", by: 2, styled: style.dim)
    }

    /// Cameras that only break rules which most cameras break.
    private func commonOffenders(_ cameras: [CameraAudit]) -> [String] {
        guard !cameras.isEmpty, result.cameras.count > 1 else { return [] }
        let names = cameras.map(\.name).sorted()
        return layout.lines("These only break rules that more than half of the cameras break:", styled: style.bold)
            + indented(AuditWording.names(names, most: 100), by: 2)
    }

    // MARK: - What could not be checked

    private var ties: [String] {
        list(AuditWording.ties, of: result.ties) { tie in
            indented("\(SectionTitle(tie.place.section, schema).title): \(AuditWording.title(tie))", by: 2)
                + indented(AuditWording.choices(tie).joined(separator: "; "), by: 6, styled: style.dim)
        }
    }

    private var gaps: [String] {
        list(AuditWording.gaps, of: result.gaps) { gap in
            indented(
                "\(SectionTitle(gap.section, schema).title): \(AuditWording.words(gap, mostNames: Self.mostNames))",
                by: 2)
        }
    }

    private var unreadCameras: [String] {
        list(AuditWording.unreadCameras, of: result.unread) { indented("\($0.name): \($0.reason)", by: 2) }
    }

    private var unreadSections: [String] {
        let golden = result.unreadInGolden.isEmpty ? [] : [("the golden configuration", result.unreadInGolden)]
        let cameras = result.cameras.filter { !$0.unreadSections.isEmpty }.map { ($0.name, $0.unreadSections) }
        return list(AuditWording.unreadSections, of: golden + cameras) { name, sections in
            indented("\(name): \(sections.joined(separator: ", "))", by: 2)
        }
    }

    private var secrets: [String] {
        let cameras = result.cameras.filter { $0.incomparableSecrets > 0 }
        guard !cameras.isEmpty else { return [] }
        let total = cameras.reduce(0) { $0 + $1.incomparableSecrets }
        let names = AuditWording.names(cameras.map(\.name), most: Self.mostNames)
        return layout.lines(
            "\(Quantity.count(total, "secret")) cannot be compared, because their fingerprints were made with other keys or are missing: \(names)",
            styled: style.yellow)
    }

    private var unchecked: [String] {
        var order: [String] = []
        var cameras: [String: [String]] = [:]
        for camera in result.cameras {
            for item in camera.unchecked {
                let text = "\(item.rule.id), \(item.place): \(item.reason)"
                if cameras[text] == nil { order.append(text) }
                cameras[text, default: []].append(camera.name)
            }
        }
        return list(AuditWording.unchecked, of: order) { text in
            indented(text, by: 2)
                + indented(
                    "on \(AuditWording.names(cameras[text] ?? [], most: Self.mostNames))", by: 6, styled: style.dim)
        }
    }

    private var waivers: [String] {
        guard !result.waivers.isEmpty else { return [] }
        return layout.lines("Waivers:", styled: style.bold)
            + result.waivers.flatMap { use in
                let waiver = use.waiver
                let text =
                    "\(waiver.rule) at \(waiver.path) on \(waiver.cameras.texts.joined(separator: ", ")), until "
                    + "\(waiver.expires): \(waiver.reason)"
                return indented(text, by: 2)
                    + indented(AuditWording.state(use), by: 6, styled: use.state == .used ? style.dim : style.yellow)
            }
    }

    private func list<Element>(
        _ title: String, of elements: [Element], lines: (Element) -> [String]
    ) -> [String] {
        elements.isEmpty ? [] : layout.lines(title, styled: style.yellow) + elements.flatMap(lines)
    }
}
