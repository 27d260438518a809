// CommandLineTool makes a program from declarations. It knows nothing about cameras.
//
// A `Command` declares its arguments, options and examples. `CommandParser` reads a command line against them; `HelpText`,
// `ManualPage` and the completion in `Shell/` describe them; `CommandLineProgram` runs a command with a `Console` and turns its
// errors into an exit code. Passwords come in through `PasswordPrompt`, `PasswordFile` and `PasswordCommand`.
//
// A new command is a value in Commands, listed in `CamkeepProgram`. A new kind of option value is a case of `ValueKind`, with its
// check in `objection(to:for:)` and its completion in `WordCompleter.values`.
