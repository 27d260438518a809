import CameraSchema

/// The style of the page, in one piece: the only thing that the page's policy lets the browser use.
enum Stylesheet {
    static let rules = [colours, page, head, navigation, changes, figures, notes, filter, print].joined()
    /// The rules of a page without the filter, which shows everything.
    static let unfiltered = [colours, page, head, changes, figures, notes, print].joined()

    /// Every text has a contrast of at least 4.5 with its background.
    private static let colours = """

        :root {
          color-scheme: light dark;
          --ground: #f5f6f8; --surface: #fff; --raised: #f0f2f5; --text: #1a2330; --muted: #566172; --line: #dde2e9;
          --accent: #1f5fc4;
          --security: #b3261e; --recording: #6a3fb5; --alarm: #9a5200; --connectivity: #1f5fc4; --picture: #0b6e6e;
          --cosmetic: #566172;
          --gained: #1a7f3c; --gained-fill: #a6dfb8; --lost: #c62828; --kept: #5b8def; --marks: rgb(255 255 255 / .85);
          --kind-0: #4a7fe0; --kind-1: #d9822b; --kind-2: #17918b; --kind-3: #8b5cd6; --kind-4: #cf4d8a;
          --kind-5: #6c9429; --kind-6: #718096;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ground: #12161c; --surface: #1a2029; --raised: #232b36; --text: #e4e9f0; --muted: #9ba8b8; --line: #303a47;
            --accent: #82b1ff;
            --security: #ff8f87; --recording: #c3a6ff; --alarm: #f2b05e; --connectivity: #82b1ff; --picture: #5fd0c9;
            --cosmetic: #9ba8b8;
            --gained: #5bd08a; --gained-fill: #1d5a37; --lost: #ff7b72; --kept: #3f6fd1; --marks: rgb(18 22 28 / .7);
            --kind-0: #5a8ff0; --kind-1: #e3994a; --kind-2: #2fb3ab; --kind-3: #a47fe8; --kind-4: #e070a5;
            --kind-5: #8bb544; --kind-6: #8a99ad;
          }
        }
        """

    private static let page = """

        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: clamp(1rem, 3vw, 2.5rem); max-width: 84rem; background: var(--ground);
          color: var(--text); overflow-wrap: anywhere; line-height: 1.5;
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
        }
        h1, h2, h3, p, ul, figure, fieldset { margin: 0; padding: 0; }
        h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
        ul { list-style: none; }
        code { font: .8125rem/1.5 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; color: var(--muted); }
        a { color: var(--accent); text-underline-offset: .2em; }
        a, input, summary { outline-offset: 3px; }
        :focus-visible { outline: 2px solid var(--accent); border-radius: 3px; }
        td, th, p, li, b, code, span { unicode-bidi: isolate; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .count { flex: none; white-space: nowrap; color: var(--muted); font-variant-numeric: tabular-nums; font-size: .875rem; }
        .is-security { --impact: var(--security); }
        .is-recording { --impact: var(--recording); }
        .is-alarm { --impact: var(--alarm); }
        .is-connectivity { --impact: var(--connectivity); }
        .is-picture { --impact: var(--picture); }
        .is-cosmetic { --impact: var(--cosmetic); }
        footer { margin-top: 3rem; color: var(--muted); font-size: .8125rem; }
        """

    private static let head = """

        header.page { margin-bottom: 2rem; }
        .brand { color: var(--muted); font-size: .875rem; margin-bottom: .25rem; }
        h1 { font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.125rem); letter-spacing: -.015em; }
        .lead { margin-top: .25rem; color: var(--muted); }
        .counts { display: none; }
        .facts { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
        .facts span { color: var(--muted); }
        .sides {
          width: 100%; margin-top: 1.25rem; border-collapse: separate; border-spacing: 0; background: var(--surface);
          border: 1px solid var(--line); border-radius: .625rem; overflow: hidden; font-size: .9375rem; table-layout: fixed;
        }
        .sides th, .sides td { text-align: start; vertical-align: top; padding: .3125rem 1rem; font-weight: 400; }
        .sides thead th { padding-top: .625rem; font-weight: 600; }
        .sides tbody tr:last-child > * { padding-bottom: .75rem; }
        .sides tbody th, .sides thead > tr > :first-child { width: 7rem; color: var(--muted); }
        .sides th { overflow-wrap: normal; }
        .sides .reference td { font-weight: 600; }
        .sides .differs td:last-child { color: var(--accent); font-weight: 600; }
        @media (max-width: 40rem) {
          .sides th, .sides td { padding-inline: .5rem; font-size: .8125rem; }
          .sides tbody th, .sides thead > tr > :first-child { width: 4.875rem; }
        }
        """

    private static let navigation = """

        .columns { display: grid; gap: 1.5rem; align-items: start; }
        aside { display: grid; gap: 1.5rem; }
        .filter { border: 0; display: flex; flex-wrap: wrap; gap: .375rem .5rem; min-width: 0; }
        .filter legend, .contents h2 {
          padding: 0; margin-bottom: .5rem; font-size: .8125rem; font-weight: 600; color: var(--muted);
        }
        .filter label {
          display: flex; align-items: center; gap: .5rem; padding: .3125rem .6875rem; border: 1px solid var(--line);
          border-radius: .5rem; background: var(--surface); cursor: pointer; font-size: .9375rem;
        }
        .filter label:hover { border-color: var(--impact); }
        .filter label:has(input:not(:checked)) { background: none; color: var(--muted); }
        .filter input { accent-color: var(--impact); margin: 0; width: 1rem; height: 1rem; }
        .contents li { display: flex; justify-content: space-between; gap: 1rem; padding: .1875rem 0; font-size: .9375rem; }
        .contents a { color: inherit; text-decoration: none; }
        .contents a:hover { text-decoration: underline; }
        @media (max-width: 59.99rem) { .contents { display: none; } }
        @media (min-width: 60rem) {
          .columns { grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; }
          aside { position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow: auto; padding: 2px; }
          .filter { flex-direction: column; }
          .filter .name { flex: 1; }
        }
        """

    private static let changes = """

        main { display: grid; gap: 1.25rem; min-width: 0; }
        .section, .notes {
          background: var(--surface); border: 1px solid var(--line); border-radius: .625rem; overflow: hidden;
        }
        .section > header {
          display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; padding: .75rem 1.25rem;
          border-bottom: 1px solid var(--line);
        }
        .section h3 { font-size: 1.0625rem; font-weight: 600; }
        .change {
          display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .125rem 1rem; padding: .75rem 1.25rem;
          border-inline-start: 3px solid var(--impact);
        }
        .change + .change { border-top: 1px solid var(--line); }
        .impact { color: var(--impact); font-size: .875rem; line-height: 1.7; }
        .sentence b { font-weight: 600; }
        .sentences { margin-top: .125rem; }
        .path { display: block; margin-top: .125rem; }
        @media (max-width: 40rem) {
          .change { grid-template-columns: minmax(0, 1fr); padding: .625rem 1rem; }
          .section > header { padding: .625rem 1rem; }
          .impact { font-size: .8125rem; line-height: 1.4; }
        }
        summary { cursor: pointer; }
        .values { margin-top: .375rem; font-size: .875rem; }
        .values summary { color: var(--accent); width: fit-content; }
        .values table { border-collapse: collapse; margin-top: .375rem; }
        .values th, .values td {
          text-align: start; vertical-align: top; padding: .125rem 1.25rem .125rem 0; font-weight: 400;
        }
        .values th { color: var(--muted); }
        .firmware { border: 1px solid var(--line); border-radius: .625rem; padding: .875rem 1.25rem; background: var(--raised); }
        .firmware > summary h2 { display: inline; font-size: 1.0625rem; margin-inline-end: .625rem; }
        .firmware > .explanation { margin-top: .375rem; color: var(--muted); font-size: .9375rem; }
        .firmware > .section { margin-top: 1rem; }
        """

    private static let figures = """

        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem 1.5rem; }
        .pair, .on-picture { margin-top: .875rem; }
        .week { max-width: 30rem; }
        .on-picture { max-width: 26rem; }
        .week figcaption { font-size: .875rem; color: var(--muted); margin-bottom: .375rem; }
        .week figcaption b { color: var(--text); font-weight: 600; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--muted); }
        .key { display: flex; flex-wrap: wrap; gap: .25rem 1.125rem; margin-top: .5rem; font-size: .875rem; }
        .key li { display: flex; align-items: center; gap: .5rem; }
        .swatch { width: 1.5rem; height: .875rem; flex: none; }
        .track { fill: var(--raised); }
        .day.changed { fill: var(--text); font-weight: 700; }
        .hour { text-anchor: middle; }
        .hours { stroke: var(--line); fill: none; }
        .hours.fine { stroke-dasharray: 2 3; }
        .mode { paint-order: stroke; stroke: var(--surface); stroke-width: 3px; fill: var(--text); }
        .kind-0 { fill: var(--kind-0); }
        .kind-1 { fill: var(--kind-1); }
        .kind-2 { fill: var(--kind-2); }
        .kind-3 { fill: var(--kind-3); }
        .kind-4 { fill: var(--kind-4); }
        .kind-5 { fill: var(--kind-5); }
        .kind-6 { fill: var(--kind-6); }
        .marks { stroke: var(--marks); stroke-width: 1.6; fill: none; }
        .gained, .lost, .ghost { fill: none; stroke-width: 2.5; }
        .gained { stroke: var(--gained); }
        .lost { stroke: var(--lost); stroke-dasharray: 5 3; }
        .ghost { stroke: var(--lost); stroke-width: 1.2; stroke-dasharray: 3 3; }
        .frame { fill: var(--raised); }
        .edge { fill: none; stroke: var(--muted); }
        .cells { stroke: var(--line); stroke-width: .5; fill: none; }
        .cell-kept { fill: var(--kept); }
        .cell-gained { fill: var(--gained-fill); stroke: var(--gained); }
        .mark-gained { stroke: var(--gained); stroke-width: 1.6; fill: none; }
        .cell-lost { fill: var(--surface); stroke: var(--lost); }
        .mark-lost { stroke: var(--lost); stroke-width: 1.6; fill: none; }
        .shape-before { fill: none; stroke: var(--muted); stroke-width: 2; stroke-dasharray: 6 4; }
        .shape-after { fill: var(--kept); fill-opacity: .25; stroke: var(--accent); stroke-width: 2.5; }
        .open { fill: none; }
        .corner-before, .corner-after { stroke-linecap: round; stroke-width: 5; fill: none; stroke: var(--muted); }
        .corner-after { stroke: var(--accent); stroke-width: 6; }
        .end-before, .end-after { font-weight: 700; }
        .end-after { fill: var(--accent); }
        """

    private static let notes = """

        .notes { padding: 1rem 1.25rem; display: grid; gap: .5rem; }
        .notes h2 { font-size: 1.0625rem; }
        .notes ul { padding-inline-start: 1.125rem; list-style: disc; }
        .note { color: var(--muted); font-size: .875rem; margin-top: .375rem; }
        """

    /// Hides changes only in browsers that know the selector which shows them again.
    private static let filter: String = {
        let shown = Impact.allCases.map { impact in
            let checked = "body:has(#show-\(impact.rawValue):checked)"
            return """
                  \(checked) .change.is-\(impact.rawValue) { display: grid; }
                  \(checked) :is(.section, .firmware).has-\(impact.rawValue) { display: block; }
                  \(checked) .contents .has-\(impact.rawValue) { display: flex; }

                """
        }
        return """

            .nothing-shown { display: none; color: var(--muted); }
            @supports not selector(:has(a)) { .filter { display: none; } }
            @supports selector(:has(a)) {
              .change, .section, .firmware, .contents li:not(.always) { display: none; }
            \(shown.joined())  body:not(:has(.filter input:checked)) .nothing-shown { display: block; }
            }
            """
    }()

    private static let print = """

        @media print {
          @page { margin: 15mm; }
          :root { --ground: #fff; }
          body { padding: 0; max-width: none; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          aside { display: none; }
          .columns { display: block; }
          .counts { display: flex; gap: 1.25rem; margin-top: .25rem; }
          .counts li { color: var(--impact); }
          main { display: block; }
          .section, .notes, .firmware { margin-bottom: 1rem; overflow: visible; }
          .section > header { break-after: avoid; }
          .change, .notes, .explanation, figure, .pair, tr { break-inside: avoid; }
          summary { break-after: avoid; }
          details::details-content { content-visibility: visible; display: block; height: auto; }
          .pair { grid-template-columns: 1fr 1fr; }
          .on-picture { max-width: 20rem; }
        }

        """
}
