// Snapshots keeps what a camera was like: a document for each time that something changed, in a store that is a folder of
// files.
//
// What goes in is a ``Snapshot``: the sections in canonical form, as CameraWalk read them, with stand-ins for secrets. What
// comes out is the same snapshot, checked, or a ``SnapshotEntry``, which is what the name of its file tells without reading it.
//
// `Document/` is one snapshot. Its file is a gzip file of one canonical JSON document (docs/snapshot-format.md). `digest`
// counts the configuration alone, so equal digests mean equal configuration; `integrity` counts all bytes. A document is
// written only after it was read back from its own bytes, and read only if this or a newer minor version would have written it so.
//
// `Store/` is the folder: one folder for each camera, one file for each snapshot, the vendor's archive beside it, `tags.json`
// and `seen.json`. ``SnapshotStore`` is the only type that touches its files; Vault and Restore ask it, or keep files of their
// own (`vault.json`, `.journal/`). A store elsewhere than in a folder would take its place here.
//
// 1. Save. Under the lock, the snapshot is compared with the newest one of its camera. If that one says the same, it is noted
//    as seen again; else the archive is written, and then the snapshot, so that no snapshot names an archive that is not there.
// 2. Every file is written under a temporary name, synced, renamed, and its folder is synced: it is there whole or not at all.
// 3. Remove. Which snapshots go is decided under the lock. A snapshot goes from the disk before its archive.
// 4. Rewrite. Many files are replaced as one: new ones are staged, a list makes them count, the renames follow. Whoever locks
//    the store next finishes what a killed run left (``StoreRewrite``).
//
// What is not guaranteed:
// - The lock is `flock`: it holds between processes on one machine, and over a network only if the file system passes it on.
//   Reading takes no lock, so a listing may miss what is being written, or name what was removed a moment later.
// - Integrity protects against damage, not against a person: who may write to the store can compute the digest anew.
// - `seen.json` and a damaged `tags.json` count as empty when they are read; only removing insists on readable tags.
// - Time is the computer's clock. Snapshots of one second are numbered in the order in which they were saved; a clock that was
//   set back puts newer snapshots before older ones.
// - A disk that says that it synced and did not, can lose what was saved last. What was saved before stays whole.
