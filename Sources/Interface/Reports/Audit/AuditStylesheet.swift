/// The style of an audit's page: that of a difference without its filter, and the rules that only an audit needs.
enum AuditStylesheet {
    static let rules = Stylesheet.unfiltered + audit

    /// Every text has a contrast of at least 4.5 with its background.
    private static let audit = """

        main { gap: 1.5rem; }
        .is-error { --impact: var(--security); }
        .is-warning { --impact: var(--alarm); }
        .is-note { --impact: var(--muted); }
        .error { --heat: var(--security); }
        .warning { --heat: var(--alarm); }
        .note { --heat: var(--muted); }
        .level-1 { background: color-mix(in srgb, var(--heat) 14%, var(--surface)); }
        .level-2 { background: color-mix(in srgb, var(--heat) 25%, var(--surface)); }
        .level-3 { background: color-mix(in srgb, var(--heat) 36%, var(--surface)); }
        .level-4 { background: color-mix(in srgb, var(--heat) 48%, var(--surface)); }
        .wide { overflow-x: auto; }
        .map { border-collapse: separate; border-spacing: 2px; font-size: .875rem; }
        .map th { font-weight: 400; text-align: start; vertical-align: bottom; overflow-wrap: normal; }
        .map tbody th { min-width: 14rem; padding-inline-end: .75rem; vertical-align: middle; }
        .map tbody .sum { vertical-align: middle; }
        .map .sum { color: var(--muted); text-align: end; padding-inline-end: .5rem; white-space: nowrap; }
        .map td { text-align: center; min-width: 1.75rem; height: 1.75rem; font-variant-numeric: tabular-nums; border-radius: 3px; }
        .map td.note { margin: 0; font-size: inherit; color: inherit; }
        .map .name { width: 1.75rem; }
        .map .name a {
          display: block; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; margin: 0 auto;
          color: inherit; text-decoration: none;
        }
        .map .name a:hover { text-decoration: underline; }
        .swatch.note { margin: 0; }
        .camera { display: grid; gap: .75rem; scroll-margin-top: 1rem; min-width: 0; }
        .camera > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; margin-top: 1rem; }
        .camera h2 { font-size: 1.25rem; }
        .who { flex-basis: 100%; color: var(--muted); font-size: .875rem; }
        .common { color: var(--muted); font-size: .875rem; }
        .section > header h2 { font-size: 1.0625rem; }
        .what p.note { margin-top: .125rem; }
        @media print {
          .camera { display: block; }
          .camera > header, .section > header { break-after: avoid; }
          .map { font-size: 7.5pt; }
          .map td { min-width: 1.25rem; height: 1.25rem; }
          .wide { overflow: visible; }
        }

        """
}
