// Audit says which cameras are not as they should be: it compares many configurations with a golden one or with their majority,
// and checks them against rules.
//
// What goes in are ``AuditedCamera``s, ``Policy`` files and ``Waiver``s; an ``Auditor`` makes an ``AuditResult`` of them, in a
// fixed order. `Majority/` finds value by value what more than half of the cameras have; a place without a majority is a tie,
// and nobody is blamed for it. `Policy/` reads rules and decides them: holds, fails, or nobody can tell. `Waivers/` silences
// what the operator accepts until a day.
//
// A new condition is a case of ``Condition``, decided in ConditionSubject. An audit knows only the snapshots that it is given:
// a section that failed is reported as unread or unchecked, never as kept.
