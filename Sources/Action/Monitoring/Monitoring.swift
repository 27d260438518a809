// Monitoring tells others how a run went: hooks, a webhook, and Prometheus through a file.
//
// What goes in are ``CameraReport``s, one for each camera. A ``RunReport`` counts them all and keeps the first of those that
// failed or changed; ``Alerts`` hands it, as JSON (docs/run-format.md), to whom it concerns; ``RunMetrics`` becomes the text
// for a collector.
//
// A new receiver is a type in `Hooks/` that ``Alerts`` knows; a new number is a family in ``RunMetrics``. An alert that cannot
// be delivered is reported and does not make the run fail; a webhook is tried again a few times, so it may be told twice.
