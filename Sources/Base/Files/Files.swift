// Files reads and writes files so that they are whole after a crash, and private where they must be.
//
// ``OpenFile`` is a descriptor that closes itself: bounded reading, writing, locking, listing. ``AtomicFile`` replaces a file
// whole or not at all. ``PrivateFile`` is for its owner alone, and is refused if others could read it. ``LockedFile`` is a log
// that one process has at a time. All throw a ``FileFault``, whose `reason` is a part of a sentence; the caller adds the name.
