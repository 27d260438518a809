// SemanticDiff says what changed between two configurations, in terms of what the values mean: not "255 became 0", but a switch
// that is off, hours that a schedule no longer covers, an area that moved.
//
// What goes in are two ``Snapshot``s and the schema. What comes out is a ``Difference``: ``Change``s in the order of the
// schema, each with its place, role, impact, cause and ``Detail``, and notes on what was left out. Reports words it; Restore
// plans by it.
//
// 1. Sections (Differ). Sections are paired by name. One that is on one side only is one change; one that a side could not read
//    is never taken for removed settings, but named as unread.
// 2. Values (ValueDiffer). Two trees are walked together, along the schema's fields. What one side alone has is compared field
//    by field, because each field has a role of its own. What the schema does not know is compared as plain values.
// 3. Lists. Items with a key are paired by it, items with fixed places by position, all others by content, along the shortest
//    way from one list to the other (ListEdit): so an item that moved is one change. Long lists that have little in common are
//    one change each.
// 4. Meaning (ValueDetail). The type of a field makes the detail. Two wordings of one value, as two schemas may have them, are
//    no change.
// 5. Secrets (SecretStates). Stand-ins are compared by their fingerprints. Without two fingerprints under one key, nobody can
//    tell, and that is counted and not reported as a change.
// 6. Roles and patterns. What moves by itself, cannot be set or was not asked for is left out, and counted.
// 7. Firmware (FirmwareCauses). If the firmware differs, a place that one side does not know anywhere is put down to it.
//
// `Apply/` makes the changes to the old configuration; with nothing left out, the new one comes out of it, which the tests
// prove for generated configurations. `JSON/` writes and reads changes (docs/diff-format.md). A new kind of detail is a case of
// ``Detail``, made in ValueDetail, with its JSON here and its sentence in Reports.
//
// What is not guaranteed:
// - The causes are a guess: that a place is unknown to one firmware is seen from the two snapshots alone.
// - A list without keys has no identities: of two items that are equal, either may be said to have moved.
// - Equal stand-ins without fingerprints may hide another secret; `incomparableSecrets` says how many.
// - Sections that failed on one side hide their changes; `unreadSections` names them.
