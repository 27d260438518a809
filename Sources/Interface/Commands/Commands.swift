// Commands has one file for each command of `camkeep`: its help and its options, what it asks, and what it prints.
//
// A command turns the `ParsedValues` of its command line into plain options at its door; nothing below sees that bag. Work that is
// more than asking and printing is a job (Action/Jobs). Reading the store or the vault goes straight to History, Snapshots and Vault.
//
// `Options/` has the options that several commands share, `Output/` what puts results on a console, `Fleet/` what runs over many
// cameras print. `CamkeepProgram` lists the commands: a new one is a file here and a line there. Where a format is added to a
// command, three places change: the `Format` in `Output/`, the switch beside it, and the choices of the option.
