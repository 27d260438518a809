import CommandLineTool
import Commands

CoreDump.forbid()
await CamkeepProgram.program.main()
