import CommandLineTool

await CommandLineProgram(root: SimulatorCommand.command, failure: SimulatorCommand.failure).main()
