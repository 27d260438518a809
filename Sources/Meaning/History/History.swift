// History looks back over the snapshots of a store. It returns data; Reports words it.
//
// ``Timeline`` says what changed from snapshot to snapshot, ``Blame`` since when each field has its value, ``RetentionRules``
// and ``Pruner`` which snapshots stay. Each snapshot is compared with what was known of the camera before it (KnownSections): a
// section that could not be read is still as it was when it was last read.
//
// A store has a snapshot only where something changed or a walk was kept: what changed and changed back in between is not
// known. A snapshot that an open restore needs is pinned in the store (``SnapshotPin``), and never pruned. A new rule is a
// member of ``RetentionRules`` with its ``KeepingReason``.
