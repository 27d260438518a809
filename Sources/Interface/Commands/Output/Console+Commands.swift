import CommandLineTool
import JSONTree
import Jobs
import Text

extension Console {
    /// One line for programs. The texts in it may come from a camera and still reach a terminal.
    func print(json: JSONValue) {
        print(HarmlessText.escapedJSON(json.compactText))
    }

    /// A whole document, indented.
    func write(json: JSONValue) {
        write(Array(HarmlessText.escapedJSON(String(decoding: JSONWriter.indented(json), as: UTF8.self)).utf8))
    }

    /// Writes an error as message and hint, for a command that goes on after it.
    func report(_ error: any Error) {
        let failure = Failures.describe(error)
        self.error(failure.message, hint: failure.hint)
    }

    /// Says why a camera of a run failed; the structured log has it from the run already.
    func error(ofCamera failure: CommandLineProgram.Failure) {
        if log == .text { error(failure.message, hint: failure.hint) }
    }
}

extension JobEvents {
    /// Shows what jobs have to say: on the progress line and on standard error.
    init(_ console: Console) {
        self.init(
            note: { console.note(HarmlessText.escaped($0)) },
            warn: { message, hint in console.warn(HarmlessText.escaped(message), hint: hint) },
            progress: { progress in
                switch progress {
                case .working(let done, let total, let text):
                    console.progress.update(done: done, total: total, text: text)
                case .ended: console.progress.finish()
                }
            })
    }
}
