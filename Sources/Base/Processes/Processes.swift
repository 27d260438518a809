// Processes runs what blocks: commands of a shell, and calls that a thread of Swift's tasks must not wait in.
//
// ``ShellCommand`` runs a command to its end, with input, time limit and bounded output, and ends all that it started.
// ``ShellProcess`` is the same without the waiting, for pagers and password commands. ``BlockingWork`` gives a call a thread of
// its own, which a ``WakePipe`` wakes when the task is cancelled.
