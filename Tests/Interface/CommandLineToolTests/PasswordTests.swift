import CommandLineTool
import Foundation
import Glibc
import Processes
import Synchronization
import Testing

private func ask(typing bytes: [UInt8]) async throws -> (answer: Result<String, any Error>, interrupts: Int) {
    let terminal = try PseudoTerminal()
    let interrupts = Mutex(0)
    let wasOrdinary = Atomic(false)
    let prompt = PasswordPrompt(terminalPath: terminal.path) {
        wasOrdinary.store(terminal.isOrdinary, ordering: .relaxed)
        interrupts.withLock { $0 += 1 }
    }
    async let shown = onThread {
        let before = terminal.read(until: "Password: ")
        terminal.type(bytes)
        return before + terminal.read(until: "\n")
    }
    let answer: Result<String, any Error>
    do {
        answer = .success(try await prompt.ask("Password: "))
    } catch {
        answer = .failure(error)
    }
    #expect(await shown == "Password: \r\n")
    #expect(terminal.isOrdinary)
    let count = interrupts.withLock { $0 }
    #expect(count == 0 || wasOrdinary.load(ordering: .relaxed))
    return (answer, count)
}

@Test(arguments: [
    ("secret\n", "secret"), ("secret\r", "secret"), ("secres\u{7F}t\n", "secret"), ("wrong\u{15}right\n", "right"),
    ("gé\u{7F}o大\u{8}!\n", "go!"), ("a\u{4}b\u{1A}\u{1}c\n", "abc"), (" a b \n", " a b "), ("\u{7F}\u{7F}x\n", "x"),
])
func aPasswordIsAskedWithoutShowingIt(typed: String, expected: String) async throws {
    let result = try await ask(typing: Array(typed.utf8))
    #expect(try result.answer.get() == expected)
    #expect(result.interrupts == 0)
}

@Test(arguments: [
    ("\n", PasswordSourceError.Code.empty), ("\u{4}", .noInput), (String(repeating: "x", count: 1025), .tooLong),
])
func aPasswordThatIsNoneIsRefused(typed: String, code: PasswordSourceError.Code) async throws {
    let answer = try await ask(typing: Array(typed.utf8)).answer
    let error = #expect(throws: PasswordSourceError.self) { try answer.get() }
    #expect(error?.code == code)
}

@Test func invalidUTF8IsRefused() async throws {
    let answer = try await ask(typing: [0xFF, 0xFE, 0x0A]).answer
    #expect(throws: PasswordSourceError.self) { try answer.get() }
}

@Test(arguments: [UInt8(3), 0x1C])
func ctrlCAtThePromptRestoresTheTerminalAndThenInterrupts(key: UInt8) async throws {
    let result = try await ask(typing: [0x61, key])
    #expect(throws: CancellationError.self) { try result.answer.get() }
    #expect(result.interrupts == 1)
}

@Test func cancellingThePromptRestoresTheTerminal() async throws {
    let terminal = try PseudoTerminal()
    let task = Task { try await PasswordPrompt(terminalPath: terminal.path).ask("Password: ") }
    _ = await onThread { terminal.read(until: "Password: ") }
    #expect(!terminal.isOrdinary)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(terminal.isOrdinary)
}

@Test(arguments: ["/dev/null", "/nonexistent/tty"])
func withoutATerminalThereIsNoPrompt(path: String) async {
    let error = await #expect(throws: PasswordSourceError.self) {
        try await PasswordPrompt(terminalPath: path).ask("Password: ")
    }
    #expect(error?.code == .noTerminal)
}

// MARK: Files

private func withFile<Value>(
    _ content: [UInt8], mode: mode_t = 0o600, _ body: (String) async throws -> Value
) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data(content).write(to: URL(filePath: path))
    chmod(path, mode)
    defer { unlink(path) }
    return try await body(path)
}

@Test(arguments: [
    ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), ("secret\nmore\n", "secret"),
    (" pass word \n", " pass word "), ("大门\n", "大门"), ("a\r", "a\r"),
])
func aPasswordFileGivesItsFirstLine(content: String, expected: String) async throws {
    let found = try await withFile(Array(content.utf8)) { try await PasswordFile.read(path: $0) }
    #expect(found.password == expected)
    #expect(found.warning == nil)
    #expect(!"\(found) \(String(reflecting: found))".contains(expected))
}

@Test(arguments: [
    ([], PasswordSourceError.Code.empty), (Array("\nsecret".utf8), .empty), ([0xFF, 0x0A], .notText),
    ([0x61, 0, 0x62], .notText),
])
func aFileThatHoldsNoPasswordIsRefused(content: [UInt8], code: PasswordSourceError.Code) async throws {
    let error = await #expect(throws: PasswordSourceError.self) {
        try await withFile(content) { try await PasswordFile.read(path: $0) }
    }
    #expect(error?.code == code)
}

@Test(arguments: [1_025, 65_536, 65_537])
func aFileThatIsTooLongIsRefused(size: Int) async throws {
    let error = await #expect(throws: PasswordSourceError.self) {
        try await withFile([UInt8](repeating: 0x61, count: size)) { try await PasswordFile.read(path: $0) }
    }
    #expect(error?.code == .tooLong)
}

@Test func aFileThatCannotBeReadIsNamed() async {
    let missing = await #expect(throws: PasswordSourceError.self) {
        try await PasswordFile.read(path: "/nonexistent/\u{1B}")
    }
    #expect(missing?.message == "cannot read /nonexistent/\\u{1B}: No such file or directory")
    let directory = await #expect(throws: PasswordSourceError.self) { try await PasswordFile.read(path: "/") }
    #expect(directory?.code == .unreadableFile)
}

@Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)] as [(mode_t, Bool)])
func aPasswordFileOthersCanReadIsWarnedAbout(mode: mode_t, isWarned: Bool) async throws {
    let found = try await withFile(Array("x".utf8), mode: mode) { try await PasswordFile.read(path: $0) }
    #expect((found.warning != nil) == isWarned)
    if isWarned {
        #expect(found.warning?.contains("(mode \(String(mode, radix: 8)))") == true)
    }
}

// MARK: Commands

@Test(arguments: [
    ("echo secret", "secret"), ("printf 'a b\\r\\nc\\n'", "a b"), ("printf no-line-break", "no-line-break"),
    ("echo secret; exec >&-", "secret"), ("echo secret; sleep 20 2>/dev/null & exit 0", "secret"),
])
func aPasswordCommandGivesItsFirstLine(command: String, expected: String) async throws {
    // One of the commands leaves a process behind that keeps the pipe open for longer than this.
    #expect(try await PasswordCommand.read(command: command, timeout: .seconds(15)) == expected)
}

@Test(arguments: [
    ("exit 3", PasswordSourceError.Code.commandFailed, "the password command failed with exit status 3"),
    ("echo x; kill -9 $$", .commandFailed, "the password command was ended by signal 9"),
    ("true", .empty, "the output of the password command is empty"),
    ("yes", .tooLong, "the password command wrote more than 64 kB"),
])
func aPasswordCommandThatFailsIsExplained(
    command: String, code: PasswordSourceError.Code, message: String
) async throws {
    let error = await #expect(throws: PasswordSourceError.self) {
        try await PasswordCommand.read(command: command, timeout: .seconds(60))
    }
    #expect(error?.code == code)
    #expect(error?.message == message)
}

@Test func aPasswordCommandEndsWithItsTime() async throws {
    let error = await #expect(throws: PasswordSourceError.self) {
        try await PasswordCommand.read(command: "exec sleep 3600", timeout: .milliseconds(50))
    }
    #expect(error?.code == .timeout)
}

@Test func cancellingEndsThePasswordCommand() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    // Opening a named pipe waits for the other side, so the command is running.
    let task = Task {
        try await PasswordCommand.read(command: "echo $$ >'\(path)'; exec sleep 3600", timeout: .seconds(600))
    }
    let text = await onThread {
        let content = FileHandle(forReadingAtPath: path)?.readDataToEndOfFile()
        return String(decoding: content ?? Data(), as: UTF8.self)
    }
    let identifier = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(kill(identifier, 0) == -1)
}
