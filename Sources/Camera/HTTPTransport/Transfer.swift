import CCurl
import Cryptography

/// One call under way: collects what the server sends, within the limits, and makes the outcome of it.
///
/// Not Sendable: lives on the event loop's thread from beginning to end, where curl calls it back.
final class Transfer {
    private enum Overrun {
        case headers
        case body
    }

    let id: TransferID
    let continuation: TransferContinuation
    let easy: EasyHandle

    private let request: HTTPRequest
    private var progress = TransportError.Progress()
    private var overrun: Overrun?
    private var headers: [HTTPHeader] = []
    private var headerByteCount = 0
    private var body: [UInt8] = []

    init(_ id: TransferID, _ request: HTTPRequest, resuming continuation: TransferContinuation) throws(TransportError) {
        self.id = id
        self.request = request
        self.continuation = continuation
        easy = try EasyHandle()
        try easy.configure(for: request)
        try easy.setReceivers(
            header: { bytes, size, count, context in
                Transfer.at(context)?.receiveHeaderLine(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            },
            body: { bytes, size, count, context in
                Transfer.at(context)?.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            },
            beforeRequest: { context, _, _, _, _ in
                Transfer.at(context)?.mayBeginRequest() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            },
            context: Unmanaged.passUnretained(self).toOpaque())
    }

    /// The transfer behind a context pointer that curl hands back. The event loop holds it as long as curl does.
    static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The outcome once curl says that the transfer ended with `code`.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
        guard code == CURLE_OK else { return .failure(failure(code)) }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        // curl takes an end of the connection in the midst of the headers for the end of the answer.
        guard progress.headersComplete, status >= 200 else {
            return .failure(failed(.connectionDropped, "the connection ended before the answer's headers did"))
        }
        let response = HTTPResponse(
            status: status, headers: headers, body: body, serverKey: serverKey,
            connectionReused: easy.number(CURLINFO_NUM_CONNECTS) == 0)
        return .success(response)
    }

    /// An error that also tells whether anything of the request has left.
    func failed(_ kind: TransportError.Kind, _ message: String) -> TransportError {
        TransportError(kind, message, requestMayHaveArrived: sentAnything)
    }

    private var sentAnything: Bool { easy.number(CURLINFO_REQUEST_SIZE) > 0 }

    private var serverKey: PublicKeyPin? {
        guard request.url.lowercased().hasPrefix("https:") else { return nil }
        switch request.trust {
        case .anyKey, .authorities: return nil
        case .pinned(let pin): return pin
        case .recordKey: return presentedKey
        }
    }

    private var presentedKey: PublicKeyPin? {
        easy.serverCertificatePEM.flatMap { try? PublicKeyPin(pemCertificate: $0) }
    }

    private func failure(_ code: CURLcode) -> TransportError {
        let limits = request.limits
        switch (overrun, code) {
        case (.headers, _):
            return failed(.headersTooLarge, "the answer's headers exceed \(limits.maximumHeaderBytes) bytes")
        case (.body, _), (_, CURLE_FILESIZE_EXCEEDED):
            return failed(
                .bodyTooLarge(limit: limits.maximumBodyBytes), "the answer exceeds \(limits.maximumBodyBytes) bytes")
        case (_, CURLE_SSL_PINNEDPUBKEYNOTMATCH):
            return failed(.serverKeyChanged(found: presentedKey), "the server's public key is not the pinned one")
        case (_, CURLE_ABORTED_BY_CALLBACK):
            return failed(.connectionDropped, "the server closed the kept connection instead of answering")
        default:
            return failed(TransportError.Kind(code, after: progress), easy.message(for: code))
        }
    }

    /// Called when a connection stands and the request is about to be sent.
    ///
    /// curl repeats a request on its own when a kept connection ended before the first byte of an answer, even if the
    /// whole request had been sent. A camera may have acted on it by then, so only the caller can know whether to repeat:
    /// the second sending is refused if the first one sent anything.
    private func mayBeginRequest() -> Bool {
        guard !progress.connected || !sentAnything else { return false }
        progress.connected = true
        return true
    }

    /// Takes one line of the status line, headers or trailers. Returning less than its length ends the transfer.
    private func receiveHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= request.limits.maximumHeaderBytes - headerByteCount else {
            overrun = .headers
            return 0
        }
        headerByteCount += bytes.count
        let line = bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if line.starts(with: "HTTP/".utf8) {
            // An answer in advance (1xx) may come before the real one.
            headers = []
            progress.answered = true
            progress.headersComplete = false
        } else if line.isEmpty {
            progress.headersComplete = true
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = line[line.index(after: colon)...].trimmed
            headers.append(HTTPHeader(name, String(decoding: value, as: UTF8.self)))
        }
        return bytes.count
    }

    /// Takes a piece of the body. Returning less than its length ends the transfer.
    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= request.limits.maximumBodyBytes - body.count else {
            overrun = .body
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Without blanks and tabs at both ends.
    fileprivate var trimmed: Self {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
