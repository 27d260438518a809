import Testing

@testable import Restore

/// Every event in every phase, without a camera: which phase and which action follow, and how the run ends if nothing else goes
/// wrong.
///
/// There are three sections: 0 and 1 share a session, 2 can cut the connection. The run takes over one that ended before, so that
/// section 0 is done: either touched, or as it was all the time.
@Suite struct RestoreMachineTests {
    /// A phase, and what leads there.
    struct Place: Sendable, CustomTestStringConvertible {
        let phase: String
        let direction: RestoreDirection
        let path: [Happening]
        /// What the run ends with, by ``columns``, if nothing else happens.
        let endings: [String]
        /// What changes something, by the name of the event: the phase, the action and the ending, by ``columns``.
        let rows: [Happening: [Expectation]]

        var testDescription: String { "\(direction) \(phase)" }
    }

    struct Expectation: Sendable, Hashable, CustomStringConvertible {
        let phase: String
        let action: String
        let ending: String

        var description: String { "\(phase), \(action), \(ending)" }
    }

    /// Whether section 0 is touched, and what `--on-failure` says. One cell of a table stands for all columns; three for what
    /// `--on-failure` says, whether or not section 0 is touched.
    static let columns: [(isTouched: Bool, onFailure: RestoreOptions.OnFailure)] = [
        (true, .rollback), (true, .stop), (true, .continue), (false, .rollback), (false, .stop), (false, .continue),
    ]

    private static func spread(_ cells: [Substring]) -> [String] {
        let cells = cells.map(String.init)
        return switch cells.count {
        case 1: Array(repeating: cells[0], count: columns.count)
        case 3: cells + cells
        default: cells
        }
    }

    /// Abbreviations of endings.
    private static let endings: [Character: String] = [
        "F": "finished", "B": "rolledBack", "X": "rollbackFailed open", "S": "stopped", "E": "error",
        "!": " open", "i": " interrupted", "l": " lockedOut",
    ]

    private static func ending(_ text: some StringProtocol) -> String {
        text.map { endings[$0] ?? "?" }.joined()
    }

    /// A table for one phase. A row has the events, and by column the phase, the action and the ending that follow.
    private static func place(
        _ phase: String, _ direction: RestoreDirection, after path: [Happening], endings: String, _ table: String
    ) -> Place {
        var rows: [Happening: [Expectation]] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let events = parts[0].split(separator: " ").compactMap { Happening(rawValue: String($0)) }
            let cells = spread(parts[1].split(separator: "|")).map { cell in
                let words = cell.split(separator: " ")
                return Expectation(
                    phase: words.dropLast(2).joined(separator: " "), action: String(words[words.count - 2]),
                    ending: ending(words[words.count - 1]))
            }
            for event in events { rows[event] = cells }
        }
        return Place(
            phase: phase, direction: direction, path: path,
            endings: spread(endings.split(separator: " ")).map { ending($0) }, rows: rows)
    }

    // MARK: - Applying

    private static let toWriting: [Happening] = [.started, .loggedIn, .writable, .noted]
    private static let toAlone: [Happening] = toWriting + [.verified, .noted, .loggedOut]

    static let applying: [Place] = [
        place(
            "apply starting", .apply, after: [], endings: "F",
            """
            started: apply loggingIn(1) logIn F
            ctrlC: apply starting wait Bi | apply starting wait S!i | apply starting wait S!i | apply starting wait Bi | apply starting wait Si | apply starting wait Si
            """),
        place(
            "apply loggingIn(1)", .apply, after: [.started], endings: "F",
            """
            loggedIn: apply checking(1) check F
            sessionGone: rollback loggingIn(0) logIn B | ended end S! | ended end S! | abandoned fail E | abandoned fail E | abandoned fail E
            loginLockedOut: ended end Xl | ended end Xl | ended end Xl | abandoned fail E | abandoned fail E | abandoned fail E
            ctrlC: apply loggingIn(1) wait Bi | apply loggingIn(1) wait S!i | apply loggingIn(1) wait S!i | apply loggingIn(1) wait Bi | apply loggingIn(1) wait Si | apply loggingIn(1) wait Si
            """),
        place(
            "apply checking(1)", .apply, after: [.started, .loggedIn], endings: "F",
            """
            writable: apply notingIntent(1) noteIntent F
            verified alreadyAsWanted heldBack: apply notingOutcome(1) noteOutcome F
            refused answerLost changedMeanwhile dropped: apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome F | apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S | apply notingOutcome(1) noteOutcome F
            cameraGone: apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S | apply notingOutcome(1) noteOutcome S
            writeLockedOut: apply notingOutcome(1) noteOutcome Xl | apply notingOutcome(1) noteOutcome S!l | apply notingOutcome(1) noteOutcome S!l | apply notingOutcome(1) noteOutcome Bl | apply notingOutcome(1) noteOutcome Sl | apply notingOutcome(1) noteOutcome Sl
            ctrlC: apply checking(1) wait Bi | apply checking(1) wait S!i | apply checking(1) wait S!i
            """),
        place(
            "apply notingIntent(1)", .apply, after: [.started, .loggedIn, .writable], endings: "F",
            """
            noted: apply writing(1) write F
            journalNotWritable: apply loggingOut logOut B | apply loggingOut logOut S! | apply loggingOut logOut S! | apply loggingOut logOut E | apply loggingOut logOut E | apply loggingOut logOut E
            ctrlC: apply notingIntent(1) wait Bi | apply notingIntent(1) wait S!i | apply notingIntent(1) wait S!i
            """),
        place(
            "apply writing(1)", .apply, after: toWriting, endings: "F",
            """
            verified alreadyAsWanted heldBack: apply notingOutcome(1) noteOutcome F
            refused answerLost changedMeanwhile: apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome F | apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S | apply notingOutcome(1) noteOutcome F
            dropped: apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome F
            cameraGone: apply notingOutcome(1) noteOutcome B | apply notingOutcome(1) noteOutcome S! | apply notingOutcome(1) noteOutcome S!
            writeLockedOut: apply notingOutcome(1) noteOutcome Xl | apply notingOutcome(1) noteOutcome S!l | apply notingOutcome(1) noteOutcome S!l | apply notingOutcome(1) noteOutcome Bl | apply notingOutcome(1) noteOutcome Sl | apply notingOutcome(1) noteOutcome Sl
            ctrlC: apply writing(1) wait Bi | apply writing(1) wait S!i | apply writing(1) wait S!i
            """),
        place(
            "apply notingOutcome(1)", .apply, after: toWriting + [.verified], endings: "F",
            """
            noted journalNotWritable: apply loggingOut logOut F
            ctrlC: apply notingOutcome(1) wait Bi | apply notingOutcome(1) wait S!i | apply notingOutcome(1) wait S!i
            """),
        place(
            "apply loggingOut", .apply, after: toWriting + [.verified, .noted], endings: "F",
            """
            loggedOut: apply checking(2) check F
            ctrlC: apply loggingOut wait Bi | apply loggingOut wait S!i | apply loggingOut wait S!i
            """),
        place(
            "apply loggingOut", .apply, after: [.started, .loggedIn, .writable, .journalNotWritable],
            endings: "B S! S! E E E",
            """
            loggedOut: rollback loggingIn(0) logIn B | ended end S! | ended end S! | abandoned fail E | abandoned fail E | abandoned fail E
            """),
        // Section 1 is touched now, and nothing follows section 2.
        place(
            "apply checking(2)", .apply, after: toAlone, endings: "F",
            """
            writable: apply notingIntent(2) noteIntent F
            verified alreadyAsWanted heldBack: apply notingOutcome(2) noteOutcome F
            refused answerLost changedMeanwhile dropped: apply notingOutcome(2) noteOutcome B | apply notingOutcome(2) noteOutcome S! | apply notingOutcome(2) noteOutcome F
            cameraGone: apply notingOutcome(2) noteOutcome B | apply notingOutcome(2) noteOutcome S! | apply notingOutcome(2) noteOutcome S!
            writeLockedOut: apply notingOutcome(2) noteOutcome Xl | apply notingOutcome(2) noteOutcome S!l | apply notingOutcome(2) noteOutcome S!l
            """),
        place(
            "apply notingIntent(2)", .apply, after: toAlone + [.writable], endings: "F",
            """
            noted: apply writing(2) write F
            journalNotWritable: rollback loggingIn(1) logIn B | ended end S! | ended end S!
            """),
        place(
            "apply writing(2)", .apply, after: toAlone + [.writable, .noted], endings: "F",
            """
            verified alreadyAsWanted heldBack: apply notingOutcome(2) noteOutcome F
            refused answerLost changedMeanwhile dropped: apply notingOutcome(2) noteOutcome B | apply notingOutcome(2) noteOutcome S! | apply notingOutcome(2) noteOutcome F
            cameraGone: apply notingOutcome(2) noteOutcome B | apply notingOutcome(2) noteOutcome S! | apply notingOutcome(2) noteOutcome S!
            writeLockedOut: apply notingOutcome(2) noteOutcome Xl | apply notingOutcome(2) noteOutcome S!l | apply notingOutcome(2) noteOutcome S!l
            """),
        place(
            "apply notingOutcome(2)", .apply, after: toAlone + [.writable, .noted, .verified], endings: "F",
            """
            noted journalNotWritable: ended end F
            """),
        place("ended", .apply, after: toAlone + [.writable, .noted, .verified, .noted], endings: "F", ""),
    ]

    // MARK: - Rolling back

    private static let alone: [Happening] = [.started, .writable, .noted, .verified, .noted]
    private static let inSession: [Happening] = [.writable, .noted, .verified, .noted]

    /// All three sections are touched, whatever the column.
    static let rollingBack: [Place] = [
        place("rollback starting", .rollback, after: [], endings: "B", "started: rollback checking(2) check B"),
        place(
            "rollback checking(2)", .rollback, after: [.started], endings: "B",
            """
            writable: rollback notingIntent(2) noteIntent B
            verified alreadyAsWanted: rollback notingOutcome(2) noteOutcome B
            heldBack refused answerLost changedMeanwhile dropped cameraGone: rollback notingOutcome(2) noteOutcome X
            writeLockedOut: rollback notingOutcome(2) noteOutcome Xl
            """),
        place(
            "rollback notingIntent(2)", .rollback, after: [.started, .writable], endings: "B",
            "noted journalNotWritable: rollback writing(2) write B"),
        place(
            "rollback writing(2)", .rollback, after: [.started, .writable, .noted], endings: "B",
            """
            verified alreadyAsWanted: rollback notingOutcome(2) noteOutcome B
            heldBack refused answerLost changedMeanwhile dropped cameraGone: rollback notingOutcome(2) noteOutcome X
            writeLockedOut: rollback notingOutcome(2) noteOutcome Xl
            """),
        place(
            "rollback notingOutcome(2)", .rollback, after: [.started, .writable, .noted, .verified], endings: "B",
            "noted journalNotWritable: rollback loggingIn(1) logIn B"),
        place(
            "rollback notingOutcome(2)", .rollback, after: [.started, .writable, .noted, .cameraGone], endings: "X",
            "noted journalNotWritable: ended end X"),
        place(
            "rollback loggingIn(1)", .rollback, after: alone, endings: "B",
            """
            loggedIn: rollback checking(1) check B
            sessionGone: ended end X
            loginLockedOut: ended end Xl
            """),
        place(
            "rollback checking(1)", .rollback, after: alone + [.loggedIn], endings: "B",
            """
            writable: rollback notingIntent(1) noteIntent B
            verified alreadyAsWanted: rollback notingOutcome(1) noteOutcome B
            heldBack refused answerLost changedMeanwhile dropped cameraGone: rollback notingOutcome(1) noteOutcome X
            writeLockedOut: rollback notingOutcome(1) noteOutcome Xl
            """),
        place(
            "rollback notingIntent(1)", .rollback, after: alone + [.loggedIn, .writable], endings: "B",
            "noted journalNotWritable: rollback writing(1) write B"),
        place(
            "rollback writing(1)", .rollback, after: alone + [.loggedIn, .writable, .noted], endings: "B",
            """
            verified alreadyAsWanted: rollback notingOutcome(1) noteOutcome B
            heldBack refused answerLost changedMeanwhile dropped cameraGone: rollback notingOutcome(1) noteOutcome X
            writeLockedOut: rollback notingOutcome(1) noteOutcome Xl
            """),
        place(
            "rollback notingOutcome(1)", .rollback, after: alone + [.loggedIn, .writable, .noted, .verified],
            endings: "B", "noted journalNotWritable: rollback checking(0) check B"),
        place(
            "rollback notingOutcome(1)", .rollback, after: alone + [.loggedIn, .writable, .noted, .writeLockedOut],
            endings: "Xl", "noted journalNotWritable: rollback loggingOut logOut Xl"),
        place(
            "rollback loggingOut", .rollback, after: alone + [.loggedIn] + inSession + inSession, endings: "B",
            "loggedOut: ended end B"),
        place(
            "ended", .rollback, after: alone + [.loggedIn] + inSession + inSession + [.loggedOut], endings: "B", ""),
    ]

    // MARK: - Walking them

    private static func run(
        to place: Place, isTouched: Bool, onFailure: RestoreOptions.OnFailure
    ) throws -> MachineRun {
        var options = RestoreOptions()
        options.onFailure = onFailure
        let touched = place.direction == .rollback
        let states: [JournalRecord.State] = [
            .init(direction: .apply, isTouched: touched || isTouched, isDone: true),
            .init(direction: touched ? .apply : nil, isTouched: touched, isDone: touched),
            .init(direction: touched ? .apply : nil, isTouched: touched, isDone: touched),
        ]
        var run = MachineRun(
            RestoreMachine(
                try MachineRun.writes(inSession: 2, alone: 1), resuming: states, to: place.direction, options: options))
        for happening in place.path { run.handle(happening.event) }
        #expect(run.phase == place.phase, "\(place)")
        return run
    }

    @Test(arguments: applying + rollingBack)
    func everyEventInEveryPhase(_ place: Place) throws {
        for (column, (isTouched, onFailure)) in Self.columns.enumerated() {
            let before = try Self.run(to: place, isTouched: isTouched, onFailure: onFailure)
            for happening in Happening.allCases {
                var run = before
                let action = run.handle(happening.event)
                let phase = run.phase
                run.succeed()
                let expected =
                    place.rows[happening]?[column]
                    ?? Expectation(phase: place.phase, action: "wait", ending: place.endings[column])
                #expect(
                    Expectation(phase: phase, action: action.word, ending: run.ending) == expected,
                    "\(happening), section 0 \(isTouched ? "touched" : "as before"), on failure \(onFailure)")
            }
        }
    }

    @Test func theTablesNameEveryPhase() {
        let activities = [
            "starting", "loggingIn(1)", "checking(1)", "notingIntent(1)", "writing(1)", "notingOutcome(1)",
            "loggingOut",
            "checking(2)", "notingIntent(2)", "writing(2)", "notingOutcome(2)",
        ]
        let named = Set((Self.applying + Self.rollingBack).map(\.phase))
        #expect(named == Set(activities.flatMap { ["apply \($0)", "rollback \($0)"] } + ["ended"]))
    }

    /// Nothing follows a run that gave up before it wrote anything.
    @Test func anAbandonedRunStaysAbandoned() throws {
        for happening in Happening.allCases {
            var run = MachineRun(
                RestoreMachine(try MachineRun.writes(inSession: 1, alone: 0), options: RestoreOptions()))
            for before in [Happening.started, .sessionGone] { run.handle(before.event) }
            #expect(run.handle(happening.event) == .wait)
            #expect(run.phase == "abandoned")
        }
    }

    // MARK: - What is reported

    private static func results(
        after path: [Happening], onFailure: RestoreOptions.OnFailure = .rollback
    ) throws -> [StepResult] {
        var options = RestoreOptions()
        options.onFailure = onFailure
        var run = MachineRun(RestoreMachine(try MachineRun.writes(inSession: 2, alone: 1), options: options))
        for happening in path { run.handle(happening.event) }
        run.succeed()
        return run.machine.steps.map(\.result)
    }

    private static let firstWritten: [Happening] = [.started, .loggedIn, .writable, .noted, .verified, .noted]

    @Test func whatIsRolledBackIsReported() throws {
        let results = try Self.results(after: Self.firstWritten + [.writable, .noted, .dropped])
        #expect(results.map(\.outcome) == [.verified(.init()), .dropped([]), .notTried])
        #expect(results.map(\.rollback) == [.restored(newSecrets: []), .restored(newSecrets: []), nil])
    }

    @Test func whatALockOutLeavesIsReported() throws {
        let results = try Self.results(after: Self.firstWritten + [.writable, .noted, .writeLockedOut])
        guard case .failed(let reason)? = results[0].rollback else {
            Issue.record("\(results)")
            return
        }
        #expect(reason.contains("refuses the login"))
        #expect(results.map(\.outcome) == [.verified(.init()), .refused("password refused"), .notTried])
        #expect(results[1].rollback == nil)
    }

    @Test func whatTheJournalDidNotTakeIsReported() throws {
        let results = try Self.results(after: Self.firstWritten + [.writable, .journalNotWritable])
        #expect(results[1].outcome == .heldBack("no space left on device"))
        #expect(results[0].rollback == .restored(newSecrets: []))
    }

    @Test func whatACameraThatVanishesLeavesIsReported() throws {
        let written =
            Self.firstWritten + [.writable, .noted, .dropped, .noted, .loggedOut, .loggedIn, .writable, .noted]
        let results = try Self.results(after: written + [.cameraGone])
        #expect(results[1].rollback == .failed("no answer"))
        #expect(results[0].rollback == .failed("the camera does not answer"))
    }

    /// What an earlier run may have written stays touched, although the camera refuses it now.
    @Test func doubtOutlivesARefusal() throws {
        let states = [JournalRecord.State(direction: .apply, isTouched: true, isDone: false)]
        var run = MachineRun(
            RestoreMachine(
                try MachineRun.writes(inSession: 1, alone: 0), resuming: states, to: .apply, options: RestoreOptions()))
        for happening in [Happening.started, .loggedIn, .refused] { run.handle(happening.event) }
        #expect(run.pending == .note(.outcome(step: 0, .apply, word: "refused", touched: true, success: false)))
        run.succeed()
        #expect(run.machine.steps[0].result.rollback == .restored(newSecrets: []))
    }

    /// What was touched last goes back first, also if an earlier run touched it first.
    @Test func aRollbackGoesBackwards() throws {
        let states: [JournalRecord.State] = [
            .init(direction: .apply, isTouched: false, isDone: false),
            .init(direction: .apply, isTouched: true, isDone: true), .init(),
        ]
        var run = MachineRun(
            RestoreMachine(
                try MachineRun.writes(inSession: 3, alone: 0), resuming: states, to: .apply, options: RestoreOptions()))
        var order: [Int] = []
        while let success = run.success {
            if case .write(let step, .rollback)? = run.pending { order.append(step) }
            if case .write(2, .apply)? = run.pending {
                run.handle(Happening.dropped.event)
            } else {
                run.handle(success.event)
            }
        }
        #expect(order == [2, 0, 1])
    }

    @Test func progressCountsSectionsOfTheDirection() throws {
        var run = MachineRun(
            RestoreMachine(try MachineRun.writes(inSession: 3, alone: 0), options: RestoreOptions()))
        var seen: [String] = []
        while let success = run.success {
            if let progress = run.machine.progress {
                seen.append("\(progress.direction) \(progress.done)/\(progress.total) \(progress.current)")
            }
            if case .write(1, .apply)? = run.pending {
                run.handle(Happening.dropped.event)
            } else {
                run.handle(success.event)
            }
        }
        #expect(
            seen == [
                "apply 0/3 test/section-0", "apply 1/3 test/section-1", "rollback 0/2 test/section-1",
                "rollback 1/2 test/section-0",
            ])
    }
}
