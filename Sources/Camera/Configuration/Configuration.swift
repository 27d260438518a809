// Configuration translates between a camera's words and CamKeep's: ``Normalizer`` turns the `data` of a message into canonical
// form, ``WireEncoder`` turns it back. Both follow the schema.
//
// What comes out is a ``NormalizedSection``. Nothing is lost: what the schema does not know is kept as undocumented, how this
// camera words the rest is noted in ``WireQuirks``, secrets are replaced by a ``SecretState``, and their values are kept in
// memory. Encoding undoes normalising, which the tests prove for every example and for generated values.
//
// A value type has its two directions in ValueCodec, and a type of its own where it has a structure: ``WeeklySchedule``,
// ``CellGrid``, ``Figure``.
