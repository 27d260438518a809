import CommandLineTool
import Glibc
import Testing

// Each test is its own process, because signals concern the whole process.

@Test(arguments: [SIGINT, SIGTERM, SIGHUP])
func aSignalCancelsTheWorkAndCleanupStillRuns(signal: Int32) async throws {
    let result = try await #require(
        processExitsWith: .exitCode(130), observing: [\.standardOutputContent]
    ) { [signal] in
        let code = await withInterruptCancellation {
            kill(getpid(), signal)
            do {
                try await Task.sleep(for: .seconds(600))
            } catch {
                FileOutput(fileDescriptor: STDOUT_FILENO, environment: [:]).write("logged out\n")
            }
            return .success
        }
        exit(code.rawValue)
    }
    #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("logged out\n"))
}

@Test func aSecondCtrlCEndsTheProcessAtOnce() async {
    await #expect(processExitsWith: .exitCode(130)) {
        let code = await withInterruptCancellation {
            kill(getpid(), SIGINT)
            while !Task.isCancelled {
                await Task.yield()
            }
            kill(getpid(), SIGINT)
            while true {
                sleep(600)
            }
        }
        exit(code.rawValue + 1)
    }
}

@Test func ignoredSignalsStayIgnoredAndOthersComeBack() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
        signal(SIGHUP, SIG_IGN)
        let code = await withInterruptCancellation {
            kill(getpid(), SIGHUP)
            return await withInterruptCancellation { .partial }
        }
        guard code == .partial else {
            exit(1)
        }
        kill(getpid(), SIGTERM)
        sleep(600)
    }
}

/// The task is cancelled only at its first pause, but the command's output must not depend on that.
@Test func aCommandThatFailsAfterASignalWithoutAPauseWasInterrupted() async throws {
    let result = try await #require(
        processExitsWith: .exitCode(130), observing: [\.standardErrorContent]
    ) {
        let command = Command("sample", abstract: "Fail") { _, _ in
            // Swift's own threads block signals. The main thread, on which a command begins, does not.
            var termination = sigset_t()
            sigemptyset(&termination)
            sigaddset(&termination, SIGTERM)
            pthread_sigmask(SIG_UNBLOCK, &termination, nil)
            raise(SIGTERM)
            throw Failing()
        }
        let program = CommandLineProgram(root: command) { _ in .init("failed") }
        let errors = FileOutput(fileDescriptor: STDERR_FILENO, environment: [:])
        let code = await withInterruptCancellation {
            await program.run(arguments: [], environment: [:], output: errors, errors: errors)
        }
        exit(code.rawValue)
    }
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("sample: interrupted\n"))
}

private struct Failing: Error {}
