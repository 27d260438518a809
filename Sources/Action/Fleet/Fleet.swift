// Fleet works on many cameras: which they are, and running over them at once.
//
// `Inventory/` reads and edits the file of cameras (docs/fleet.md). `Targets/` finds the cameras that a command line names: a
// ``TargetResolver`` turns URLs, names, `@group` and patterns into ``FleetTarget``s, each camera once. `Tables/` reads CSV.
// `Run/` is the run:
//
// 1. A ``FleetRunner`` starts at most `jobs` tasks. Each works on one camera, so a camera has one session and one request at a
//    time.
// 2. Work that fails in a way that may pass (busy, restarting) is postponed: it gives its place away while it waits, and comes
//    back before cameras that were not tried yet. A refused password is never tried again, because the next try might lock the
//    account.
// 3. One camera may take `cameraDeadline`, the whole run `deadline`. Then the work is cancelled and waited for, so that its
//    sessions are closed; nothing new is started.
// 4. Each end is reported once, in order, on the caller's task, also for cameras whose turn never came. No result is kept after
//    that, so memory does not grow with the number of cameras.
// 5. Where cameras are written, a ``PilotGate`` lets one go first. The others follow only if it went well, and nobody begins
//    after too many went wrong. ``Turns`` lets tasks do something one after the other, such as asking or writing to the store.
//
// What is not guaranteed:
// - The run waits for its work: one that does not heed cancellation holds the run up, and its place.
// - A deadline ends the waiting, not the effect: a write that was sent before it may have been applied. Who works with writes
//   must find out, as Restore does with its journal.
// - The order of the ends is that of the cameras' speed, not that of the inventory.
// - The pilot is one camera. That it went well says nothing of a camera of another model.
// - The inventory is read once, at the start; a camera that is added meanwhile is not seen.
