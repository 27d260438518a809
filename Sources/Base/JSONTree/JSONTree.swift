// JSONTree is JSON that loses nothing: numbers keep their text, objects their order, errors their position.
//
// ``JSONReader`` turns bytes into a ``JSONValue``, strictly (RFC 8259) or tolerantly, as cameras need it; it says what it
// tolerated. ``JSONWriter`` writes it: canonical (RFC 8785), compact, or indented for people. ``JSONPointer`` names a place
// (RFC 6901), and values are read, replaced and taken out by it. A fault of firmware that should be read all the same is a kind
// of ``Tolerance``.
