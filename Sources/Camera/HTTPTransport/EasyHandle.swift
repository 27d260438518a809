import CCurl
import Glibc

/// Owns curl's handle of one transfer and the memory that curl keeps pointers into.
///
/// Not Sendable: made, used and freed by the event loop's thread.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutableBufferPointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    init() throws(TransportError) {
        guard let pointer = camkeep_easy_init() else { throw .internalFailure("starting a transfer", nil) }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0)
        try check(camkeep_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText.baseAddress))
    }

    deinit {
        camkeep_easy_cleanup(pointer)
        camkeep_slist_free_all(headerLines)
        errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(camkeep_easy_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, offset value: Int) throws(TransportError) {
        try check(camkeep_easy_set_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(TransportError) {
        try set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(camkeep_easy_set_string(pointer, option, value))
    }

    /// The body of a POST, which curl copies.
    func setPostBody(_ body: [UInt8]) throws(TransportError) {
        try set(CURLOPT_POST, true)
        try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        // The spare byte gives an empty body an address: without one curl would ask a callback for the bytes.
        let code = (body + [0]).withUnsafeBytes { bytes in
            camkeep_easy_set_pointer(
                pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        }
        try check(code)
    }

    /// Header lines in curl's notation (CURLOPT_HTTPHEADER(3)). Call this once.
    func setHeaderLines(_ lines: [String]) throws(TransportError) {
        for line in lines {
            guard let extended = camkeep_slist_append(headerLines, line) else {
                throw .internalFailure("starting a transfer", camkeep_easy_strerror(CURLE_OUT_OF_MEMORY))
            }
            headerLines = extended
        }
        try check(camkeep_easy_set_pointer(pointer, CURLOPT_HTTPHEADER, headerLines))
    }

    /// The functions that curl calls during the transfer, and what they are called with.
    ///
    /// `context` must live as long as this handle is part of a multi handle.
    func setReceivers(
        header: @escaping curl_write_callback, body: @escaping curl_write_callback,
        beforeRequest: @escaping curl_prereq_callback, context: UnsafeMutableRawPointer
    ) throws(TransportError) {
        try check(camkeep_easy_set_receivers(pointer, header, body, beforeRequest, context))
        try check(camkeep_easy_set_pointer(pointer, CURLOPT_PRIVATE, context))
    }

    /// Makes sockets that child processes (a password command, a pager) do not inherit: they would keep them open.
    func closeSocketsInChildProcesses() throws(TransportError) {
        let code = camkeep_easy_set_socket_maker(pointer) { _, _, address in
            guard let address = address?.pointee else { return CURL_SOCKET_BAD }
            return socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        }
        try check(code)
    }

    /// A number about the transfer; zero when curl does not know.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return camkeep_easy_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// The server's own certificate as PEM text, if this transfer made a TLS connection.
    var serverCertificatePEM: String? {
        var info: UnsafeMutableRawPointer?
        guard camkeep_easy_get_pointer(pointer, CURLINFO_CERTINFO, &info) == CURLE_OK, let info else { return nil }
        let chain = info.assumingMemoryBound(to: curl_certinfo.self).pointee
        // The first certificate of the chain is the server's. Its lines are "Name:value" (CURLINFO_CERTINFO(3)).
        guard chain.num_of_certs > 0, let certificates = chain.certinfo else { return nil }
        let prefix = "Cert:"
        var line = certificates[0]
        while let current = line?.pointee {
            if let text = current.data.map({ String(cString: $0) }), text.hasPrefix(prefix) {
                return String(text.dropFirst(prefix.count))
            }
            line = current.next
        }
        return nil
    }

    /// What curl said about a failure, or the meaning of its code.
    func message(for code: CURLcode) -> String {
        let said = errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        guard said.isEmpty else { return String(decoding: said, as: UTF8.self) }
        return camkeep_easy_strerror(code).map { String(cString: $0) } ?? "curl failed"
    }

    private func check(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else { throw .internalFailure("starting a transfer", camkeep_easy_strerror(code)) }
    }
}
