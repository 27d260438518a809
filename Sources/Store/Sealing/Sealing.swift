// Sealing writes and opens age files (age-encryption.org/v1) and reads the key files that belong to them. It knows nothing
// about cameras.
//
// ``AgeFile`` seals bytes for ``Recipient``s and opens them with ``Identity`` values; nothing is given out before all of it has
// shown to be authentic. `Format/` is the file: header, stanzas, armour, the sealed stream. `Keys/` are public and secret keys,
// `Files/` the files in which people keep them. Another kind of recipient would be a stanza in `Format/` and a case of
// `Recipient.Kind` and `Identity.Kind`.
//
// Sealing proves that a file was not changed, and not who sealed it: anybody can who has the public key.
