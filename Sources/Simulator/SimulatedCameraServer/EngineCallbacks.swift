import CMicroHTTPD
import Glibc

// The C callbacks of libmicrohttpd: they only unwrap pointers and forward. They run on its threads; all callbacks of
// one connection run on the same thread, one after the other.

/// Called when a request's headers have arrived, for each piece of its body, and when it is complete.
let engineHandlesRequest: MHD_AccessHandlerCallback = {
    context, connection, url, method, _, upload, uploadSize, requestContext in
    guard let context, let connection, let uploadSize, let requestContext else { return .NO }
    let core = Unmanaged<EngineContext>.fromOpaque(context).takeUnretainedValue().core
    guard let known = requestContext.pointee else {
        guard let url, let method else { return .NO }
        let exchange = Exchange(
            connection: connection, method: String(cString: method), path: String(cString: url), core: core)
        // Released in engineCompletedRequest.
        requestContext.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return .YES
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if uploadSize.pointee > 0 {
        if let upload {
            exchange.append(UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
        }
        uploadSize.pointee = 0
        return .YES
    }
    return exchange.proceed()
}

/// Called once for each request, however it ended.
let engineCompletedRequest: MHD_RequestCompletedCallback = { _, _, requestContext, _ in
    guard let known = requestContext?.pointee else { return }
    requestContext?.pointee = nil
    Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue().completed()
}

/// Called when a connection begins and just before its descriptor is closed.
let engineNotifiesConnection: MHD_NotifyConnectionCallback = { context, connection, socketContext, event in
    guard let context, let connection, let socketContext else { return }
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
        socketContext.pointee = Unmanaged.passRetained(RequestCounter()).toOpaque()
    default:
        let core = Unmanaged<EngineContext>.fromOpaque(context).takeUnretainedValue().core
        core.connectionWillClose(camkeep_mhd_socket(connection))
        if let counter = socketContext.pointee {
            socketContext.pointee = nil
            Unmanaged<RequestCounter>.fromOpaque(counter).release()
        }
    }
}

/// How many requests a connection has carried; used on the connection's thread only.
final class RequestCounter {
    private(set) var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
