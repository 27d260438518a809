// Text makes text fit for people: harmless (``HarmlessText``), measured in columns (``DisplayWidth``), wrapped (``WordWrap``),
// styled (``OutputStyle``). It finds what somebody probably meant (``Suggestion``), compares texts with patterns
// (``TextPattern``), and has the system's words for its errors (``SystemMessage``). Texts go in and texts come out; nothing
// here prints.
