// SimulatedCameraServer gives simulated cameras ports: HTTP and HTTPS by libmicrohttpd, for a thousand cameras in two threads.
//
// `ServerCore` accepts connections and runs timers, `HTTPEngine` serves the connections, `Exchange` is one request and its reply.
// A camera that restarts or moves takes its listener with it.
