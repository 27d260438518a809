// CameraClient speaks with one camera: it logs in, keeps the session alive, reads and writes endpoints, and logs out.
//
// A request goes through `CameraSession` (cookie, heart-beats, a new login when the camera has forgotten the session) and
// `CallSender` (one HTTP call, repeated only if it is a read) to HTTPTransport. The response body comes back through
// `Envelope`, which reads the JSON tolerantly and takes `data` out of it, as an ``Answer``. What goes wrong becomes a
// ``CameraError``, in words, with what to do next.
//
// `Encryption/` encrypts single values of a message, as some endpoints want it; only HTTPS protects them. `Trust/` has the keys
// that cameras have shown. What an answer means is not known here: that is Configuration's.
