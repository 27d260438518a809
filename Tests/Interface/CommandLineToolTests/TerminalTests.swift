import CommandLineTool
import Foundation
import Glibc
import Synchronization
import Testing
import Text

struct ColourCase: Sendable {
    let choice: ColorChoice
    let isTerminal: Bool
    let isDumb: Bool
    let noColor: String?
    let expected: Bool
}

@Test(arguments: [
    ColourCase(choice: .auto, isTerminal: true, isDumb: false, noColor: nil, expected: true),
    ColourCase(choice: .auto, isTerminal: false, isDumb: false, noColor: nil, expected: false),
    ColourCase(choice: .auto, isTerminal: true, isDumb: true, noColor: nil, expected: false),
    ColourCase(choice: .auto, isTerminal: true, isDumb: false, noColor: "1", expected: false),
    ColourCase(choice: .auto, isTerminal: true, isDumb: false, noColor: "", expected: true),
    ColourCase(choice: .always, isTerminal: false, isDumb: true, noColor: "1", expected: true),
    ColourCase(choice: .never, isTerminal: true, isDumb: false, noColor: nil, expected: false),
])
func colourIsDecided(test: ColourCase) {
    let style = Terminal(isTerminal: test.isTerminal, isDumb: test.isDumb)
        .style(test.choice, environment: test.noColor.map { ["NO_COLOR": $0] } ?? [:])
    #expect(style.usesColor == test.expected)
    #expect(style.red("x") == (test.expected ? "\u{1B}[31mx\u{1B}[0m" : "x"))
}

@Test func widthComesFromColumnsThenTheTerminalThenEighty() throws {
    let pair = try PseudoTerminal()
    var size = winsize(ws_row: 24, ws_col: 57, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(pair.outer, UInt(TIOCSWINSZ), &size) == 0)
    let environment = ["TERM": "xterm"]
    let asked = Terminal(fileDescriptor: pair.inner, environment: environment)
    #expect(asked == Terminal(isTerminal: true, width: 57, isDumb: false))
    #expect(asked.canRewriteLine)
    #expect(Terminal(fileDescriptor: pair.inner, environment: ["COLUMNS": "99"]).width == 99)
    #expect(Terminal(fileDescriptor: pair.inner, environment: ["COLUMNS": "wide"]).width == 57)
    #expect(!Terminal(fileDescriptor: pair.inner, environment: ["TERM": "dumb"]).canRewriteLine)
    #expect(Terminal(fileDescriptor: -1, environment: environment).width == 80)
}

// The texts are longer than a pipe holds, so a single write takes only a part of each.
@Test func longTextsArriveWhole() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let (readEnd, writeEnd) = (ends[0], ends[1])
    // A program that another test starts must not keep the pipe open.
    for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    async let reading = onThread {
        FileHandle(fileDescriptor: readEnd, closeOnDealloc: true).readDataToEndOfFile()
    }
    let output = FileOutput(fileDescriptor: writeEnd, environment: [:])
    let first = String(repeating: "a", count: 200_000)
    async let second: Void = onThread { output.write(String(repeating: "b", count: 200_000)) }
    await onThread { output.write(first) }
    await second
    close(writeEnd)
    let text = String(decoding: await reading, as: UTF8.self)
    #expect(text.count == 400_000)
    #expect(text.contains(first))
    #expect(output.failure == nil)
}

@Test func aReaderThatLeavesIsNoFailureButAFullDiskIs() throws {
    signal(SIGPIPE, SIG_IGN)
    // Closed on exec from the start, because a program that another test starts meanwhile would keep the reader's end open.
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
    close(ends[0])
    let output = FileOutput(fileDescriptor: ends[1], environment: [:])
    output.write("x")
    #expect(output.isClosed)
    #expect(output.failure == nil)
    close(ends[1])

    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let fullOutput = FileOutput(fileDescriptor: full, environment: [:])
    fullOutput.write("x")
    #expect(fullOutput.failure == ENOSPC)
}

@Test func aFullDiskIsToldAndFails() async {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let errors = CollectedOutput()
    let code = await Sample.program.run(
        arguments: ["help"], environment: [:], output: FileOutput(fileDescriptor: full, environment: [:]),
        errors: errors)
    #expect(code == .failure)
    #expect(errors.text == "camkeep: error: cannot write the output: No space left on device\n")
}

/// A clock that stands still until it is moved.
private final class ManualClock: Sendable {
    private let time = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { time.withLock { $0 } }
    func advance(milliseconds: Int) { time.withLock { $0 += .milliseconds(milliseconds) } }
}

/// What a terminal shows after `text`. It knows `\r`, `\n` and erasing to the end of the line.
private func screen(_ text: String) -> [String] {
    var lines = [""]
    var column = 0
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
        switch scalar {
        case "\r": column = 0
        case "\n":
            lines.append("")
            column = 0
        case "\u{1B}":
            rest = rest.dropFirst(2)
            lines[lines.count - 1] = String(lines[lines.count - 1].prefix(column))
        default:
            let line = lines[lines.count - 1]
            lines[lines.count - 1] = line.prefix(column) + String(scalar) + line.dropFirst(column + 1)
            column += 1
        }
    }
    return lines
}

@Test func aRewrittenLineIsThrottledTruncatedAndCleaned() {
    let clock = ManualClock()
    let output = CollectedOutput(terminal: Terminal(isTerminal: true, width: 20))
    let progress = RewrittenProgress(output: output) { clock.now }
    progress.update(done: 1, total: 59, text: "network/port")
    #expect(screen(output.text) == ["[ 1/59] network/port".prefix(18) + "…"])
    progress.update(done: 2, total: 59, text: "too soon")
    #expect(screen(output.text) == ["[ 1/59] network/por".prefix(18) + "…"])
    clock.advance(milliseconds: 70)
    progress.update(done: 12, total: 59, text: "a\nb")
    #expect(screen(output.text) == [#"[12/59] a\u{A}b"#])
    progress.withLineCleared { output.write("a warning\n") }
    #expect(screen(output.text) == ["a warning", #"[12/59] a\u{A}b"#])
    progress.finish()
    #expect(screen(output.text) == ["a warning", ""])
    progress.withLineCleared { output.write("done\n") }
    #expect(screen(output.text) == ["a warning", "done", ""])
}

@Test func progressFitsTheStream() {
    let file = CollectedOutput()
    let plain = Console(name: "camkeep", output: file, errors: file)
    plain.progress.update(done: 1, total: 12, text: "one")
    plain.progress.update(done: 1, total: 12, text: "one")
    plain.warn("careful", hint: "look")
    plain.progress.update(done: 2, total: nil, text: "two")
    plain.progress.finish()
    #expect(file.text == "[ 1/12] one\ncamkeep: warning: careful\ncamkeep: hint: look\n[2] two\n")

    let terminal = CollectedOutput(terminal: Terminal(isTerminal: true, width: 40))
    let quiet = Console(name: "camkeep", output: terminal, errors: terminal, color: .never, isQuiet: true)
    quiet.progress.update(done: 1, total: 12, text: "one")
    quiet.note("hidden")
    quiet.error("shown")
    quiet.print("result")
    #expect(terminal.text == "camkeep: error: shown\nresult\n")

    let console = Console(name: "camkeep", output: terminal, errors: terminal, color: .never)
    console.progress.update(done: 1, total: 2, text: "one")
    console.note("note")
    console.print("result")
    console.progress.finish()
    #expect(screen(terminal.text) == ["camkeep: error: shown", "result", "note", "result", ""])
}
