import CommandLineTool
import JSONTree
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
}

extension Console {
    /// Writes an error as message and hint, for a command that goes on after it.
    func report(_ error: any Error) {
        let failure = Failures.tell(error)
        self.error(failure.message, hint: failure.hint)
    }
}
